/** Counts a stream's events by their ids, which the demo's server gives without a gap. */
export class StreamTally {
  received = 0;
  replayed = 0;
  doubled = 0;
  #highest: number | undefined;
  #missing = new Set<number>();

  /** The ids that were passed over and have not come since. */
  get lost(): number {
    return this.#missing.size;
  }

  /** The last event ID string to resume from; '' before the first event. */
  get lastEventId(): string {
    return this.#highest === undefined ? '' : String(this.#highest);
  }

  take(id: number, isReplay: boolean): void {
    this.received++;
    if (isReplay) this.replayed++;
    this.#highest ??= id - 1;
    if (id > this.#highest) {
      for (let missing = this.#highest + 1; missing < id; missing++) this.#missing.add(missing);
      this.#highest = id;
    } else if (!this.#missing.delete(id)) {
      this.doubled++;
    }
  }
}
