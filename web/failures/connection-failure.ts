// Why a connection failed: what an `error` event tells, and what iterating throws.

/**
 * What went wrong:
 * - `network`: no connection, or it was lost
 * - `cors`: the server responded, but the browser withholds the response from this origin
 * - `http`: a status other than 200
 * - `content-type`: the response is not `text/event-stream`
 * - `redirect`: a redirect that custom headers must not follow, or any with `redirect: 'error'`
 * - `blocked`: the page's Content Security Policy (connect-src) or the rule on mixed content forbids it
 * - `end`: the server ended the stream
 * - `timeout`: nothing came for too long
 * - `too-large`: an event exceeded `maxEventSize`
 * - `memory`: there is not enough memory for the parser or an event
 * - `request`: the request could not be made (a `headers` or `body` function failed, say), or what the
 *   option `fetch` or `retry.on` returned cannot be used
 * - `scheme`: the URL's scheme is not http, https, data or blob, nor that of the page's own origin
 * - `wasm`: neither WebAssembly nor the JavaScript fallback could be started
 * - `aborted`: the caller's `signal` was aborted
 */
export type FailureKind =
  | 'network'
  | 'cors'
  | 'http'
  | 'content-type'
  | 'redirect'
  | 'blocked'
  | 'end'
  | 'timeout'
  | 'too-large'
  | 'memory'
  | 'request'
  | 'scheme'
  | 'wasm'
  | 'aborted';

/** Why a connection failed. */
export interface ConnectionFailure {
  /** What went wrong, for code to tell apart. */
  readonly kind: FailureKind;
  /**
   * For the console: what happened and what to check. In production files it is short, and names the section
   * of docs/errors.md that has the sentences.
   */
  readonly message: string;
  /** The status of the response, if there was one. */
  readonly status: number | undefined;
  /** The response's headers, if there was one. */
  readonly headers: Headers | undefined;
  /** How the body of a refused response begins: up to 1024 characters of what came within 200 ms. */
  readonly body: string | undefined;
  /** What was thrown, or why `signal` was aborted; undefined if neither. */
  readonly cause: unknown;
  /** The number of the attempt that failed, or whose connection ended; 1 is the first. */
  readonly attempt: number;
  /** Whether it reconnects automatically. If not, `readyState` is CLOSED. */
  readonly willRetry: boolean;
  /** ms until the next attempt; undefined if there is none. */
  readonly delay: number | undefined;
}

/** Why a connection failed, before it is known what follows from it. */
export type RetryableFailure = Omit<ConnectionFailure, 'willRetry' | 'delay'>;

/** What is known where a connection fails. What is left out is undefined. */
export type Failure = Partial<ConnectionFailure> & Pick<ConnectionFailure, 'kind' | 'message'>;

/** @param attempt its number */
export function describeFailure(failure: Failure, attempt: number): RetryableFailure {
  const nothing = { status: undefined, headers: undefined, body: undefined, cause: undefined };
  return { ...nothing, ...failure, attempt };
}

/** Thrown where it is known why there will be no response, and whether another attempt would be futile. */
export class RequestError extends Error {
  readonly #failure: Failure;

  constructor(
    failure: Failure,
    readonly isFinal: boolean,
  ) {
    super(failure.message);
    this.#failure = failure;
  }

  /** Not by `instanceof`, which throws for some of what a `fetch` may reject with: a revoked proxy, say. */
  static is(cause: unknown): cause is RequestError {
    return typeof cause === 'object' && cause !== null && #failure in cause;
  }

  get failure(): Failure {
    return this.#failure;
  }
}

/** What iterating over an EventSource throws when that fails for good. */
export interface ConnectionError extends Error, ConnectionFailure {
  /** Always this. */
  readonly name: 'ConnectionError';
  readonly message: string;
  readonly cause: unknown;
}

/** @internal `name`, `message` and `cause` are as those of any error, also where Error.prototype is frozen. */
export function connectionError({ message, cause, ...facts }: ConnectionFailure): ConnectionError {
  const error = new Error(message);
  const hidden = { configurable: true, writable: true };
  Object.defineProperties(error, {
    name: { value: 'ConnectionError', ...hidden },
    cause: { value: cause, ...hidden },
  });
  return Object.assign(error, facts) as ConnectionError;
}
