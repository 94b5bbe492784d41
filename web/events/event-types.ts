// The types of an EventSource's events.

import type { ConnectionErrorEvent } from './error-event.ts';
import type { ConnectionOpenEvent } from './open-event.ts';

/** The events of every EventSource. Events of any other type are MessageEvents. HTML 9.2.2. */
export interface EventSourceEventMap {
  /** A connection has opened. */
  open: ConnectionOpenEvent;
  /** The server sent an event without a type. */
  message: MessageEvent<string>;
  /**
   * A connection was lost or refused. A server can also send events of this type: those are
   * MessageEvents, without `kind`.
   */
  error: ConnectionErrorEvent;
}

/**
 * The type argument `Events`. Left out it is `any`: so a source with one can be assigned to a variable of
 * the type EventSource, which names no types of its own.
 */
type Named<Events> = 0 extends 1 & Events ? unknown : Events;

/**
 * The events of EventSourceEventMap, and those of the type argument `Events`. Looked up in and not put into
 * conditions, so that a function for all `K extends keyof EventSourceEventMap` can add a listener for
 * `EventSourceEventMap[K]`, as to the native EventSource.
 */
export type EventMap<Events> = 0 extends 1 & Events
  ? EventSourceEventMap
  : Events & Omit<EventSourceEventMap, keyof Events>;

/**
 * What iterating over an EventSource yields: events of any type or, with a type argument `Events`, of
 * these types, which narrowing by `type` tells apart.
 */
export type IteratedEvent<Events> = keyof Named<Events> extends never
  ? MessageEvent<string>
  : {
      [Type in keyof Events | 'message']: EventOf<Events, Type> & {
        /** The event's type, as the stream names it. */
        readonly type: Type;
      };
    }[keyof Events | 'message'];

/**
 * What `for await` takes the events from: an AsyncIterableIterator, whose type has an argument for what it
 * returns at its end, undefined, only since TypeScript 5.6.
 */
export interface EventSourceIterator<T> extends AsyncIterator<T, undefined> {
  /** Returns itself. */
  [Symbol.asyncIterator](): this;
}

export type EventOf<Events, Type> = Type extends keyof Named<Events> & keyof Events
  ? Events[Type]
  : Type extends keyof EventSourceEventMap
    ? EventSourceEventMap[Type]
    : MessageEvent<string>;

// Declared as a method is, so that an EventSource can be assigned to a native EventSource.
export type Handler<Source, E> = { call(this: Source, event: E): unknown }['call'] | null;

/** What a handler reads as. As wide as that of the native EventSource, whose `this` is another class. */
export type AnyHandler = ((this: unknown, event: Event) => unknown) | null;

export type Listener<Source, E> = ((this: Source, event: E) => unknown) | null;
