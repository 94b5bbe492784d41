// How long the main thread was busy with others. A page cannot ask its browser for that, so it does small
// pieces of work of its own all the time, one a task: the fewer of them get their turn, the more time
// others have taken.

/** Steps of one piece, some tens of microseconds. */
const kSteps = 20_000;

export class MainThreadMeter {
  readonly #channel = new MessageChannel();
  #isOn = false;
  #pieces = 0;
  #state = 1;
  #perMillisecond = 0; // pieces on a thread that has nothing else to do

  constructor() {
    this.#channel.port1.onmessage = () => {
      if (!this.#isOn) return;
      let state = this.#state;
      for (let step = 0; step < kSteps; step++) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
      }
      this.#state = state;
      this.#pieces++;
      this.#channel.port2.postMessage(0);
    };
  }

  /** Learns how much gets done while nothing else is: to be repeated, as processors change their pace. */
  async calibrate(milliseconds: number): Promise<void> {
    const start = this.#begin();
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    this.#isOn = false;
    this.#perMillisecond = this.#pieces / (performance.now() - start);
  }

  /** ms that others took while `action` went on. */
  async measure(action: () => Promise<unknown>): Promise<number> {
    const start = this.#begin();
    await action();
    this.#isOn = false;
    const elapsed = performance.now() - start;
    return Math.max(0, elapsed - this.#pieces / this.#perMillisecond);
  }

  #begin(): number {
    this.#pieces = 0;
    this.#isOn = true;
    this.#channel.port2.postMessage(0);
    return performance.now();
  }
}
