// The events that a reader may ask for again after a cut, numbered without a gap.

/** @typedef {{ id: number, type: string, data: unknown }} LoggedEvent */

export class EventLog {
  /** @type {LoggedEvent[]} */
  #events = [];
  #nextId;
  #capacity;

  /**
   * @param {object} [options]
   * @param {number} [options.firstId] number of the first event, default 1
   * @param {number} [options.capacity] events kept, default 10,000; older ones are forgotten
   */
  constructor({ firstId = 1, capacity = 10_000 } = {}) {
    this.#nextId = firstId;
    this.#capacity = capacity;
  }

  /** The number that the next event will get. */
  get nextId() {
    return this.#nextId;
  }

  /** @returns {LoggedEvent} */
  append(type, data) {
    const event = { id: this.#nextId++, type, data };
    this.#events.push(event);
    if (this.#events.length > this.#capacity) this.#events.shift();
    return event;
  }

  /** Every event after the one numbered `id`, oldest first; all of them for 0. */
  since(id) {
    const firstKept = this.#nextId - this.#events.length;
    return this.#events.slice(Math.max(0, id + 1 - firstKept));
  }
}
