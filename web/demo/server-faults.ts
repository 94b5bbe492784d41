import { Countdown } from './countdown.ts';
import { pageElement } from './page-element.ts';

/** Tells the server how to treat this reader, and says what it has been told. */
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

  /** @param seconds none: until it is healed */
  async refuse(status: 401 | 503, seconds?: number): Promise<void> {
    await this.#post('refuse', {
      status: `${status}`,
      ...(seconds && { seconds: `${seconds}` }),
    });
    if (!seconds) {
      this.#show(`The server refuses with ${status} until it is healed.`);
      return;
    }
    this.#countdown.start(seconds * 1000, (left) => {
      this.#state.textContent = left
        ? `The server refuses with ${status} for ${Math.ceil(Number(left))} s more.`
        : 'The server is well again.';
    });
  }

  async heal(): Promise<void> {
    await this.#post('heal');
    this.#show('The server is well.');
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
    if (!response.ok) throw new Error(`The server answered ${response.status} to ${fault}.`);
  }
}
