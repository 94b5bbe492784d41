// The options of the constructor. Only `withCredentials` is the standard's.

import type { ConnectionFailure } from '../failures/connection-failure.ts';
import type { RetryOptions } from './retry-options.ts';

/** What `headers` and `body` functions are told about the attempt that is about to be made. */
export interface Attempt {
  /** 1 for the first connection, counted over the life of the EventSource. */
  readonly attempt: number;
  /** The last event ID string, or '' when there is none yet. */
  readonly lastEventId: string;
  /** Why the connection before this one ended. */
  readonly lastError: ConnectionFailure | undefined;
  /** Aborted when the EventSource is closed, or the attempt given up. */
  readonly signal: AbortSignal;
}

/** What a `fetch` is called with. To add to the headers: `{ ...init, headers: { ...init.headers, … } }`. */
export interface FetchLikeInit extends RequestInit {
  /** All headers of the request: `Accept`, `Authorization` and `Last-Event-ID` under these names. */
  headers: Record<string, string>;
}

/** What a `fetch` has to return: a Response, or as much of one. */
export interface FetchLikeResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null | undefined };
  /** Of bytes. */
  readonly body?: ReadableStream<Uint8Array> | AsyncIterable<unknown> | null;
  readonly bodyUsed?: boolean;
  readonly type?: string;
  /** The final URL, after redirects; the request's by default. */
  readonly url?: string;
}

/** `fetch`, or anything that behaves like it. */
export type FetchLike = (url: string, init: FetchLikeInit) => Promise<FetchLikeResponse>;

/** A value, or a function called before each attempt. */
export type PerAttempt<T> = T | ((attempt: Attempt) => T | Promise<T>);

/** The second argument of `new EventSource()`. With none of them set it behaves as the browser's own. */
export interface EventSourceInit {
  /** Send cookies to other origins too; default false. HTML 9.2.2. */
  withCredentials?: boolean;
  /**
   * Request headers, or a function called before each attempt (for a fresh token, say). Headers other
   * than `Accept`, `Accept-Language`, `Content-Language`, `Content-Type` and `Authorization` make the
   * connection refuse redirects, see `redirect`.
   */
  headers?: PerAttempt<HeadersInit>;
  /** The request's method; default GET. Requests that are not idempotent are not sent
   * again, unless `retry` is given. */
  method?: string;
  /** The request's body; needs a method that has one. A stream can be sent once only. */
  body?: PerAttempt<BodyInit>;
  /** Overrides what `withCredentials` says ('include' for true, 'same-origin' for false). */
  credentials?: RequestCredentials;
  /**
   * Used in place of the global `fetch`. Only its rejection counts as a lost connection. A response that
   * cannot be read fails for good, with kind 'request'.
   */
  fetch?: FetchLike;
  /** Closes the EventSource when aborted, with an `error` event of kind 'aborted'. */
  signal?: AbortSignal;
  /** The initial reconnection time in ms, until the stream sets another; default 1000. HTML 9.2.2. */
  retryInterval?: number;
  /**
   * false: one connection only, whose end closes the EventSource without an `error` event. Or how
   * attempts follow each other; this also allows a request that is not idempotent to be sent again.
   */
  retry?: false | RetryOptions;
  /**
   * ms within which the server has to answer, `headers` and `body` functions included; a failed
   * attempt otherwise. By default as long as `fetch` waits.
   */
  connectTimeout?: number;
  /**
   * ms without a byte of the stream, comments included, after which the connection counts as lost;
   * noticed up to 5 s late after the computer has slept. By default never.
   */
  idleTimeout?: number;
  /**
   * Let the connection go while the page is hidden, and resume from the last event ID when it is
   * shown; default false. Without effect in workers, and where the request may not be sent again
   * (see `retry`) or is not idempotent.
   */
  pauseWhenHidden?: boolean;
  /** Called for every comment of the stream, without its colon and one space after it. */
  onComment?: (text: string) => void;
  /** Resume from here: the last event ID string of the first request; default ''. */
  lastEventId?: string;
  /**
   * Send the last event ID in this parameter of the query, not in the `Last-Event-ID` header, which
   * costs requests to another origin a CORS preflight.
   */
  lastEventIdParameter?: string;
  /**
   * 'follow': follow redirects everywhere, custom headers included. 'error': follow none, and fail.
   * Default: follow them, but not with custom headers. Scripts cannot see where a redirect leads, so with
   * custom headers all are refused; with `Authorization` in browsers that may not strip it from a
   * redirect to another origin (before Chromium 119, Firefox 120, Safari 18.2), too.
   */
  redirect?: 'follow' | 'error';
  /** Bytes that one event may take; a larger one fails the connection. Default 64 MiB. */
  maxEventSize?: number;
}
