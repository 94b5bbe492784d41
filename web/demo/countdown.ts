/** Shows the seconds that are left of a wait, ten times a second, until it is over or stopped. */
export class Countdown {
  #timer: ReturnType<typeof setInterval> | undefined;

  /**
   * @param duration ms; Infinity and 0 show once
   * @param show gets the seconds left, like "1.4"; "" when they are over
   */
  start(duration: number, show: (seconds: string) => void): void {
    this.stop();
    const end = performance.now() + duration;
    const step = () => {
      const remaining = end - performance.now();
      if (remaining <= 0) this.stop();
      show(remaining > 0 ? (remaining / 1000).toFixed(1) : '');
    };
    this.#timer = setInterval(step, 100);
    step();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
