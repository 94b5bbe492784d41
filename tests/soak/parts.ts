import { EventSource } from '../../web/index.ts';

/** A source that receives numbered events in parts, each with a connection of its own. */
export class Parts {
  /** So far. */
  events = 0;
  /** Events that were not the one after the last. */
  wrong = 0;
  /**
   * Why connections were lost before all events of a part had come. Firefox loses some over HTTP/2 at full
   * speed, "Error in input stream", also where a page only reads what fetch gives it.
   */
  readonly failures: string[] = [];
  readonly source: EventSource;
  // Each attempt waits for its URL, and what is done in between does not disturb a part.
  readonly #urls: ((url: string) => void)[] = [];
  #onAttempt = () => {};

  constructor() {
    this.source = new EventSource('/flood', {
      url: () =>
        new Promise((resolve) => {
          this.#urls.push(resolve);
          this.#onAttempt();
        }),
      retryInterval: 0,
    });
    this.source.onmessage = ({ data }) => {
      this.events += 1;
      if (Number(data) !== this.events) this.wrong += 1;
    };
  }

  /** Receives the next events. @param path with the parameters it has besides theirs */
  async receive(count: number, path: string): Promise<void> {
    const goal = this.events + count;
    while (this.events < goal) {
      const { message } = await this.#receive(goal - this.events, path);
      if (this.events < goal) this.failures.push(`${message} after event ${this.events}`);
    }
  }

  /** To the end of a response. */
  async #receive(count: number, path: string): Promise<{ message: string }> {
    while (this.#urls.length === 0) {
      await new Promise<void>((resolve) => {
        this.#onAttempt = resolve;
      });
    }
    const url = `${path}${path.includes('?') ? '&' : '?'}from=${this.events + 1}&count=${count}`;
    this.#urls.shift()?.(url);
    return new Promise((resolve) => this.source.addEventListener('error', resolve, { once: true }));
  }
}
