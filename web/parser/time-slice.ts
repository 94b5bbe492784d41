// How long events are delivered before the page has its turn.

/**
 * Nobody can foresee that the next event takes long. A look at the clock after each would be exact, and
 * would cost more than a quarter of all that a short event costs; one after two costs a twentieth.
 */
const kEventsBetweenLooks = 2;

/** Counting down from here reaches no look. */
const kNever = -1;

export class TimeSlice {
  #deadline = 0;
  #untilLook = 0; // records
  #lookedAt = 0;

  /** @param deadline as `Date.now()` tells the time; when it has passed already, the slice is one record long */
  begin(deadline: number): void {
    this.#deadline = deadline;
    this.#untilLook = deadline === Number.POSITIVE_INFINITY ? kNever : 1;
    this.#lookedAt = 0;
  }

  /** To be called after each record. */
  isOver(): boolean {
    return --this.#untilLook === 0 && this.#look();
  }

  /** The time; a look less where one has just been taken, as after the only event of a chunk. */
  now(): number {
    return this.#untilLook === kEventsBetweenLooks ? this.#lookedAt : Date.now();
  }

  #look(): boolean {
    this.#untilLook = kEventsBetweenLooks;
    const before = this.#lookedAt;
    const now = Date.now();
    this.#lookedAt = now;
    return now >= this.#deadline || now < before; // the clock may have been set
  }
}
