// How many events and bytes came, and when, in slots of a quarter of a second.

/** ms of one slot. */
export const kSlot = 250;

/** Ten minutes. */
const kSlots = 2400;

export class Rates {
  readonly #events = new Uint32Array(kSlots);
  readonly #bytes = new Float64Array(kSlots);
  #latest = -1; // the slot of the latest time, counted from time 0
  #peak = 0;

  /** The most events of a second so far. */
  get peak(): number {
    return this.#peak;
  }

  addEvent(time: number): void {
    this.#events[this.#slotOf(time)]++;
  }

  addBytes(time: number, bytes: number): void {
    this.#bytes[this.#slotOf(time)] += bytes;
  }

  /** Events and bytes per second, of the last one. */
  at(time: number): { events: number; bytes: number } {
    const slot = Math.floor(time / kSlot);
    const seconds = (3 * kSlot + (time % kSlot)) / 1000;
    let events = 0;
    let bytes = 0;
    for (let i = 0; i < 4; i++) {
      events += this.eventsIn(slot - i);
      bytes += this.#isKept(slot - i) ? this.#bytes[(slot - i) % kSlots] : 0;
    }
    this.#peak = Math.max(this.#peak, events);
    return { events: events / seconds, bytes: bytes / seconds };
  }

  /** @param slot counted from time 0 */
  eventsIn(slot: number): number {
    return this.#isKept(slot) ? this.#events[slot % kSlots] : 0;
  }

  #isKept(slot: number): boolean {
    return slot >= 0 && slot <= this.#latest && slot > this.#latest - kSlots;
  }

  /** The place of the slot, emptied if it is a new one. What comes late counts as the latest. */
  #slotOf(time: number): number {
    const slot = Math.floor(time / kSlot);
    if (slot > this.#latest) {
      const from = Math.max(this.#latest + 1, slot - kSlots + 1);
      for (let empty = from; empty <= slot; empty++) {
        this.#events[empty % kSlots] = 0;
        this.#bytes[empty % kSlots] = 0;
      }
      this.#latest = slot;
    }
    return this.#latest % kSlots;
  }
}
