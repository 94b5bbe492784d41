// All iterators of one EventSource.

import { EventIterator } from '../events/event-iterator.ts';
import type { ConnectionFailure } from '../failures/connection-failure.ts';
import type { ConnectionObserver } from './connection-sink.ts';

type Message = MessageEvent<string>;

export class Iterators {
  /** @see kObserve */
  observer: ConnectionObserver['onEvent'] | undefined;
  readonly #iterators = new Set<EventIterator<Message>>();

  /** Without the observer, which holds nobody up. */
  get size(): number {
    return this.#iterators.size;
  }

  /** @param onReturn a loop has been left */
  add(onReturn: () => void): EventIterator<Message> {
    const iterator = new EventIterator<Message>(onReturn);
    this.#iterators.add(iterator);
    return iterator;
  }

  push(event: Message): void {
    this.observer?.(event);
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
  drop(): void {
    for (const iterator of this.#iterators) iterator.drop();
  }
}
