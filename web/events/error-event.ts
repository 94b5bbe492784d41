// Why a connection failed, and the `error` event that says so. Native's event says nothing; whoever
// ignores the additions finds the same plain Event. A server's own `event: error` stays a MessageEvent.

import { LightEvent } from './stream-event.ts';

/**
 * - `network`: no connection, or it broke off
 * - `cors`: the server answered, but the browser withholds the answer from this origin
 * - `http`: a status other than 200
 * - `content-type`: the answer is not `text/event-stream`
 * - `redirect`: a redirect that custom headers must not follow
 * - `end`: the server ended the stream
 * - `timeout`: nothing came for too long
 * - `too-large`: an event exceeded `maxEventSize`
 * - `request`: the caller's `headers` or `body` function failed, or gave what cannot be sent
 * - `scheme`: the URL is neither http nor https
 * - `wasm`: neither WebAssembly nor the JavaScript in its stead could be started
 * - `aborted`: the caller's `signal` was aborted
 */
export type FailureKind =
  | 'network'
  | 'cors'
  | 'http'
  | 'content-type'
  | 'redirect'
  | 'end'
  | 'timeout'
  | 'too-large'
  | 'request'
  | 'scheme'
  | 'wasm'
  | 'aborted';

/** Why a connection failed. */
export interface ConnectionFailure {
  /** The reason, in a word. */
  readonly kind: FailureKind;
  /** What happened and what to check, in a sentence or two for the console. */
  readonly message: string;
  /** The status of the answer, where there was one. */
  readonly status: number | undefined;
  /** The answer's headers, where there was one. */
  readonly headers: Headers | undefined;
  /** How the body of a refused answer begins: up to 1024 characters of what came within 200 ms. */
  readonly body: string | undefined;
  /** What was thrown, where something was. */
  readonly cause: unknown;
  /** The number of the connection that failed; 1 is the first. */
  readonly attempt: number;
  /** Whether another attempt follows by itself. If not, `readyState` is CLOSED. */
  readonly willRetry: boolean;
  /** ms until then; undefined if none follows. */
  readonly delay: number | undefined;
}

/** What iterating over an EventSource throws when that fails for good. */
export interface ConnectionError extends Error, ConnectionFailure {
  /** Tells it from other errors. */
  readonly name: 'ConnectionError';
  readonly message: string;
  readonly cause: unknown;
}

/** @internal */
export function connectionError(failure: ConnectionFailure): ConnectionError {
  return Object.assign(new Error(), failure, { name: 'ConnectionError' as const });
}

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
