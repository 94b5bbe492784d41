// The `error` event that says why a connection failed. The native EventSource's says nothing; whoever
// ignores the additions finds the same plain Event. A server's own `event: error` stays a MessageEvent.

import type { ConnectionFailure, FailureKind } from '../failures/connection-failure.ts';
import { LightEvent } from './stream-event.ts';

/** What `onerror` and listeners for 'error' are given. */
export interface ConnectionErrorEvent extends Event, ConnectionFailure {}

/** @internal Trusted, as what the user agent fires; `constructor` and `toString` say Event. */
export class LightErrorEvent extends LightEvent implements ConnectionErrorEvent {
  #failure: ConnectionFailure;

  constructor(failure: ConnectionFailure, target: EventTarget) {
    super('error', target);
    this.#failure = failure;
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

// So that `event.constructor` is the platform's Event, which stands behind LightEvent.prototype.
Reflect.deleteProperty(LightErrorEvent.prototype, 'constructor');
