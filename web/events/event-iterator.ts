// for await (const event of source): events wait here until the loop takes them.

import {
  type ConnectionError,
  type ConnectionFailure,
  connectionError,
} from '../failures/connection-failure.ts';

type Waiting<E> = {
  resolve(result: IteratorResult<E, undefined>): void;
  reject(reason: unknown): void;
};

/**
 * The events of one EventSource, from when the iterator was made. While it waits for no event, the
 * EventSource reads nothing more than the chunk that it has.
 */
export class EventIterator<E> implements AsyncIterableIterator<E, undefined> {
  #events: E[] = [];
  #taken = 0;
  readonly #waiting: Waiting<E>[] = [];
  #isOver = false;
  #error: ConnectionError | undefined;
  #onDemand: (() => void) | undefined;
  readonly #onReturn: () => void;

  /** @param onReturn the loop has been left */
  constructor(onReturn: () => void) {
    this.#onReturn = onReturn;
  }

  /**
   * The next event. After the end of the EventSource, `done`.
   *
   * @throws {ConnectionError} once, after the last event, when the EventSource failed for good
   */
  next(): Promise<IteratorResult<E, undefined>> {
    return new Promise((resolve, reject) => {
      if (this.#taken < this.#events.length) {
        resolve({ value: this.#events[this.#taken], done: false });
        (this.#events as unknown[])[this.#taken++] = undefined; // not to be kept alive from here
        return;
      }
      this.#waiting.push({ resolve, reject });
      if (this.#isOver) this.#finish();
      else this.#onDemand?.();
    });
  }

  /** Closes the EventSource, as leaving a `for await` loop does by `break`, `return` or `throw`. */
  async return(): Promise<IteratorResult<E, undefined>> {
    this.#onReturn();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** @internal */
  push(event: E): void {
    if (this.#isOver) return; // by a listener that was called with this very event
    const waiting = this.#waiting.shift();
    if (waiting) {
      waiting.resolve({ value: event, done: false });
    } else {
      if (this.#taken === this.#events.length) this.#clear();
      this.#events.push(event);
    }
  }

  /** @internal Resolves when an event is waited for; undefined if one is. */
  whenDemanded(): Promise<void> | undefined {
    if (this.#waiting.length > 0 || this.#isOver) return undefined;
    return new Promise((resolve) => {
      this.#onDemand = resolve;
    });
  }

  /** @internal No event follows. @param failure what next() throws after those that are here */
  end(failure?: ConnectionFailure): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#error = failure && connectionError(failure);
    this.#onDemand?.();
    this.#finish();
  }

  /** @internal No event follows, and those that are here are dropped. @param failure see end() */
  drop(failure?: ConnectionFailure): void {
    this.#clear();
    this.end(failure);
  }

  #clear(): void {
    this.#events = [];
    this.#taken = 0;
  }

  #finish(): void {
    for (const { resolve, reject } of this.#waiting.splice(0)) {
      if (this.#error) reject(this.#error);
      else resolve({ value: undefined, done: true });
      this.#error = undefined;
    }
  }
}
