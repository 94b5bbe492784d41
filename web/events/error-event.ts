// The `error` event that says why a connection failed. The native EventSource's says nothing; whoever
// ignores the additions finds the same plain Event. A server's own `event: error` stays a MessageEvent.

import type { ConnectionFailure, FailureKind } from '../failures/connection-failure.ts';
import { LightEvent, shapeAsEvent } from './stream-event.ts';

/** What `onerror` and listeners for 'error' are given. */
export interface ConnectionErrorEvent extends Event, ConnectionFailure {
  /** The same as `status`, by the name that npm eventsource has for it. */
  readonly code: number | undefined;
}

/** The second argument of `new ErrorEvent()`: members of an `error` event. */
export type ErrorEventInit = EventInit & Partial<Omit<ConnectionErrorEvent, keyof Event>>;

/** @internal Trusted, as what the user agent fires; `constructor` and `toString` say Event. */
export class LightErrorEvent extends LightEvent implements ConnectionErrorEvent {
  #failure: ConnectionFailure;

  /** @param target left out by scripts, see ErrorEvent */
  constructor(type: string, failure: ErrorEventInit, target?: EventTarget) {
    super(type, target as EventTarget);
    this.#failure = failure as ConnectionFailure;
    // biome-ignore lint/correctness/noConstructorReturn: else nobody could dispatch it
    if (!target) return eventOfScript(type, failure, new.target.prototype);
  }

  get kind(): FailureKind {
    return this.#failure.kind;
  }
  get message(): string {
    return this.#failure.message;
  }
  get status(): number | undefined {
    return this.#failure.status;
  }
  get code(): number | undefined {
    return this.#failure.status;
  }
  get headers(): Headers | undefined {
    return this.#failure.headers;
  }
  get body(): string | undefined {
    return this.#failure.body;
  }
  get cause(): unknown {
    return this.#failure.cause;
  }
  get attempt(): number {
    return this.#failure.attempt;
  }
  get willRetry(): boolean {
    return this.#failure.willRetry;
  }
  get delay(): number | undefined {
    return this.#failure.delay;
  }
}

shapeAsEvent(LightErrorEvent.prototype);

/** An event of the platform whose prototype is `prototype` all the same. */
function eventOfScript(
  type: string,
  init: ErrorEventInit = {},
  prototype: object,
): LightErrorEvent {
  const event = new Event(type, init);
  const { status = init.code, code = status } = init;
  const members: Record<string, unknown> = { ...init, status, code };
  for (const name of Object.getOwnPropertyNames(LightErrorEvent.prototype)) {
    Object.defineProperty(event, name, { value: members[name], enumerable: true });
  }
  // The members of Event once more, in front of those of a light event.
  const own = Object.getOwnPropertyDescriptors(Event.prototype);
  return Object.setPrototypeOf(event, Object.create(prototype, own));
}

/** The type of `error` events, by the name that npm eventsource has for it. */
export type ErrorEvent = ConnectionErrorEvent;

/**
 * [beyond the standard] The class of `error` events, for `instanceof`. Your own code can construct such
 * events, too: in tests, say. Members that `init` leaves out are undefined.
 */
export const ErrorEvent = LightErrorEvent as unknown as {
  /** The prototype of all `error` events. */
  readonly prototype: ErrorEvent;
  /** Creates an event that can be dispatched at any target. */
  new (type: string, init?: ErrorEventInit): ErrorEvent;
};
