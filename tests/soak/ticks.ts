/** Sends messages to the page itself, one after the other: the time from one to the next is what a task took. */
export class Ticks {
  readonly #channel = new MessageChannel();
  #last = performance.now();
  #longest = 0;

  constructor() {
    const { port1, port2 } = this.#channel;
    port1.onmessage = () => {
      const now = performance.now();
      this.#longest = Math.max(this.#longest, now - this.#last);
      this.#last = now;
      port2.postMessage(0);
    };
    port2.postMessage(0);
  }

  /** The longest time between two, ms. */
  end(): number {
    this.#channel.port1.close();
    return this.#longest;
  }
}
