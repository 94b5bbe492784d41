/**
 * Sets a timer, and the next when it has fired: the time from one to the next is what tasks took. Not by
 * messages, which in WebKitGTK wait for as long as data comes, even where nobody but the browser takes it.
 */
export class Ticks {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last = performance.now();
  #longest = 0;

  constructor() {
    this.#set();
  }

  #set(): void {
    this.#timer = setTimeout(() => {
      this.#look();
      this.#set();
    });
  }

  #look(): void {
    const now = performance.now();
    this.#longest = Math.max(this.#longest, now - this.#last);
    this.#last = now;
  }

  /** The longest time between two, ms. */
  end(): number {
    clearTimeout(this.#timer);
    this.#look();
    return this.#longest;
  }
}
