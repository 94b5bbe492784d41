// Notices that nothing has come for too long.

// ms. While a machine sleeps its timers stand still, so the clock on the wall is looked at now and then.
const kLook = 5000;

export class Silence {
  #since = Date.now();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param limit ms
   * @param onSilence called once, unless stopped before
   */
  constructor(
    readonly limit: number,
    readonly onSilence: () => void,
  ) {
    this.start();
  }

  start(): void {
    this.end();
    this.#look();
  }

  /** Something has come. */
  end(): void {
    this.#since = Date.now();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  readonly #look = (): void => {
    const left = this.limit - (Date.now() - this.#since);
    if (left <= 0) this.onSilence();
    else this.#timer = setTimeout(this.#look, Math.min(left, kLook));
  };
}
