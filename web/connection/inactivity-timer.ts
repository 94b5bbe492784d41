// Notices that nothing has come for too long.

// ms. While a machine sleeps its timers stand still, and in some engines the monotonic clock, too: the
// clock on the wall is compared with it now and then.
const kLook = 5000;
// ms that the two clocks may differ between two looks before that means something.
const kDrift = 1000;

export class InactivityTimer {
  readonly #limit: number;
  #onInactivity: (() => void) | undefined; // until it is disposed of
  #since: number | undefined = performance.now(); // undefined: suspended
  #slept = 0; // ms since then
  #lookedAt = performance.now();
  #wallClock = Date.now();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param limit ms
   * @param onInactivity called once, unless disposed of before
   */
  constructor(limit: number, onInactivity: () => void) {
    this.#limit = limit;
    this.#onInactivity = onInactivity;
    this.#look();
  }

  /** Until restart() it is not to be expected that something comes. */
  suspend(): void {
    this.#since = undefined;
  }

  /** Something has come, or may come from now on. */
  restart(): void {
    this.#since = this.#lookedAt = performance.now();
    this.#wallClock = Date.now(); // what it did before is over
    this.#slept = 0;
  }

  dispose(): void {
    clearTimeout(this.#timer); // does nothing if fake timers took its place since
    this.#onInactivity = undefined;
  }

  readonly #look = (wasOver = false): void => {
    if (!this.#onInactivity) return;
    this.#noteSleep();
    const elapsed = this.#since === undefined ? 0 : performance.now() - this.#since + this.#slept;
    const left = this.#limit - elapsed;
    const isOver = left <= 0;
    // Looked at twice: what came meanwhile may be waiting behind this very timer.
    if (isOver && wasOver) this.#onInactivity();
    else this.#timer = setTimeout(this.#look, Math.max(0, Math.min(left, kLook)), isOver);
  };

  /** A clock on the wall that went further than the other one: the machine slept, or it was set. */
  #noteSleep(): void {
    const now = performance.now();
    const wallClock = Date.now();
    const slept = wallClock - this.#wallClock - (now - this.#lookedAt);
    if (slept > kDrift) this.#slept += slept;
    this.#lookedAt = now;
    this.#wallClock = wallClock;
  }
}
