// All iterators of one EventSource.

import type { EventIterator } from '../events/event-iterator.ts';
import type { ConnectionFailure } from '../failures/connection-failure.ts';
import type { ConnectionObserver } from './connection-sink.ts';

type Message = MessageEvent<string>;

/**
 * Never changed: an event that is being fired goes to the iterators and the observer that there were before
 * its listeners, not to those that its listeners add.
 */
export class Iterators {
  readonly #iterators: readonly EventIterator<Message>[];
  readonly #observer: ConnectionObserver['onEvent'] | undefined;

  /** @param observer see kObserve */
  constructor(
    iterators: readonly EventIterator<Message>[] = [],
    observer?: ConnectionObserver['onEvent'],
  ) {
    this.#iterators = iterators;
    this.#observer = observer;
  }

  /** Without the observer, which holds nobody up. */
  get size(): number {
    return this.#iterators.length;
  }

  with(iterator: EventIterator<Message>): Iterators {
    return new Iterators([...this.#iterators, iterator], this.#observer);
  }

  observedBy(observer: ConnectionObserver['onEvent']): Iterators {
    return new Iterators(this.#iterators, observer);
  }

  push(event: Message): void {
    this.#observer?.(event);
    for (const iterator of this.#iterators) iterator.push(event);
  }

  /** Resolves when one that holds the others up waits for an event; undefined if all do. */
  whenDemanded(): Promise<void> | undefined {
    for (const iterator of this.#iterators) {
      const demand = iterator.whenDemanded();
      if (demand) return demand;
    }
    return undefined;
  }

  /** @param failure what they throw after the events that they hold */
  end(failure?: ConnectionFailure): void {
    for (const iterator of this.#iterators) iterator.end(failure);
  }

  /** The events that they hold are not wanted any more either. */
  drop(failure?: ConnectionFailure): void {
    for (const iterator of this.#iterators) iterator.drop(failure);
  }
}
