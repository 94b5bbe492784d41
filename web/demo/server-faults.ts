import { Countdown } from './countdown.ts';
import { pageElement } from './page-element.ts';

/** Tells the server which fault to simulate for this reader, and shows it. */
export class ServerFaults {
  readonly #state = pageElement('server-state');
  readonly #countdown = new Countdown();
  readonly #reader: string;

  constructor(reader: string) {
    this.#reader = reader;
  }

  async cut(): Promise<void> {
    await this.#post('cut');
  }

  /** @param seconds how long; by default until heal() */
  async refuse(status: 401 | 503, seconds?: number): Promise<void> {
    await this.#post('refuse', {
      status: `${status}`,
      ...(seconds && { seconds: `${seconds}` }),
    });
    if (!seconds) {
      this.#show(`The server responds with ${status}.`);
      return;
    }
    this.#countdown.start(seconds * 1000, (left) => {
      this.#state.textContent = left
        ? `The server responds with ${status} for another ${Math.ceil(Number(left))} s.`
        : 'The server accepts connections again.';
    });
  }

  async heal(): Promise<void> {
    await this.#post('heal');
    this.#show('The server accepts connections.');
  }

  #show(words: string): void {
    this.#countdown.stop();
    this.#state.textContent = words;
  }

  async #post(fault: string, parameters: Record<string, string> = {}): Promise<void> {
    const query = new URLSearchParams({ reader: this.#reader, ...parameters });
    const response = await fetch(`/faults/${fault}?${query}`, {
      method: 'POST',
    });
    if (!response.ok) throw new Error(`The server responded with ${response.status} to ${fault}.`);
  }
}
