// What TypeScript knows of an EventSource's events.

import type { ConnectionErrorEvent } from './error-event.ts';

/** The events that every EventSource has; types that the server chooses are MessageEvents. */
export interface EventSourceEventMap {
  /** A connection is open. */
  open: Event;
  /** An event that names no type of its own. */
  message: MessageEvent<string>;
  /** A server can also send events named `error`: those are MessageEvents, without `kind`. */
  error: ConnectionErrorEvent;
}

/** The names of EventSourceEventMap, and those of the caller's own. */
export type EventName<Events> = keyof EventSourceEventMap | (keyof Events & string);

/** What iterating gives: messages of any type, or the caller's, which are told apart by `type`. */
export type IteratedEvent<Events> = keyof Events extends never
  ? MessageEvent<string>
  : {
      [Type in keyof Events | 'message']: EventOf<Events, Type> & {
        /** Its name in the stream. */
        readonly type: Type;
      };
    }[keyof Events | 'message'];

export type EventOf<Events, Type> = Type extends keyof Events
  ? Events[Type]
  : Type extends keyof EventSourceEventMap
    ? EventSourceEventMap[Type]
    : MessageEvent<string>;

// Declared as a method is, so that an EventSource can be assigned to a native EventSource.
export type Handler<Source, E> = { call(this: Source, event: E): unknown }['call'] | null;

/** What a handler reads as. As wide as that of the native EventSource, whose `this` is another class. */
export type AnyHandler = ((this: unknown, event: Event) => unknown) | null;

export type Listener<Source, E> = ((this: Source, event: E) => unknown) | null;
