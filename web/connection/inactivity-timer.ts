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
    this.#look();
  }

  /** Until end() it is not to be expected that something comes. */
  hold(): void {
    this.#since = Number.POSITIVE_INFINITY;
  }

  /** Something has come, or may come from now on. */
  end(): void {
    this.#since = Date.now();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  readonly #look = (wasOver = false): void => {
    const left = this.limit - (Date.now() - this.#since);
    const isOver = left <= 0;
    // Looked at twice: what came meanwhile may be waiting behind this very timer.
    if (isOver && wasOver) this.onSilence();
    else
      this.#timer = setTimeout(this.#look, Math.max(0, Math.min(left, this.limit, kLook)), isOver);
  };
}
