// What the caller may ask for, and that it makes sense. Only `withCredentials` is the standard's.

import type { ConnectionFailure } from '../events/error-event.ts';
import { checkHeaders } from './request-headers.ts';
import { type Retry, type RetryOptions, readRetry } from './retry-options.ts';
import {
  kDefaultMaxEventSize,
  kMaxTimer,
  readChoice,
  readFunction,
  readNumber,
  refuse,
} from './validate.ts';

/** What `headers` and `body` functions are told about the connection that is about to be made. */
export interface Attempt {
  /** 1 for the first connection, counted over the life of the EventSource. */
  readonly attempt: number;
  /** The last event ID string, or '' when there is none yet. */
  readonly lastEventId: string;
  /** Why the connection before this one ended. */
  readonly lastError: ConnectionFailure | undefined;
  /** Aborted when the EventSource is closed before the function has answered. */
  readonly signal: AbortSignal;
}

/** `fetch`, or anything that behaves like it. */
export type FetchLike = (url: string, init: RequestInit) => Promise<Response>;

/** A value, or a function that is asked for it before every connection. */
export type PerAttempt<T> = T | ((attempt: Attempt) => T | Promise<T>);

/** The second argument of `new EventSource()`. With none of them set it behaves as the browser's own. */
export interface EventSourceInit {
  /** Send cookies to other origins too; default false. HTML 9.2.2. */
  withCredentials?: boolean;
  /**
   * Request headers, or a function that is asked for them before every connection (a fresh token,
   * say). Headers other than `Accept`, `Accept-Language`, `Content-Language` and `Authorization`
   * make the connection refuse redirects to other origins, see `redirect`.
   */
  headers?: PerAttempt<HeadersInit>;
  /** The request's method; default GET. Requests that are not idempotent are not sent
   * again, unless `retry` is given. */
  method?: string;
  /** The request's body; needs a method that has one. A stream can be sent once only. */
  body?: PerAttempt<BodyInit>;
  /** Overrides what `withCredentials` says ('include' for true, 'same-origin' for false). */
  credentials?: RequestCredentials;
  /** Used in place of the global `fetch`. */
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
   * 'follow': redirects are followed everywhere, custom headers included. 'error': none is followed.
   * Default: followed, but custom headers do not follow to another origin; as a browser does not say
   * where a redirect leads, with custom headers it refuses them all.
   */
  redirect?: 'follow' | 'error';
  /** Bytes that one event may take; a larger one fails the connection. Default 64 MiB. */
  maxEventSize?: number;
}

/** EventSourceInit with its defaults filled in. */
export interface Options {
  readonly withCredentials: boolean;
  readonly headers: PerAttempt<HeadersInit> | undefined;
  readonly method: string;
  readonly body: PerAttempt<BodyInit> | undefined;
  readonly credentials: RequestCredentials;
  readonly fetch: FetchLike | undefined;
  readonly signal: AbortSignal | undefined;
  readonly retryInterval: number;
  readonly retry: Retry;
  readonly connectTimeout: number | undefined;
  readonly idleTimeout: number | undefined;
  readonly pauseWhenHidden: boolean;
  readonly onComment: ((text: string) => void) | undefined;
  readonly lastEventId: string;
  readonly lastEventIdParameter: string | undefined;
  readonly redirect: 'follow' | 'error' | undefined;
  readonly maxEventSize: number;
}

const kDefaultRetryInterval = 1000;
const kMaxEventSize = 0x3fffffff; // bytes; what WebAssembly memory can hold beside a copy

const kCredentials = ['omit', 'same-origin', 'include'] as const;
const kRedirects = ['follow', 'error'] as const;
const kForbiddenMethods = /^(?:CONNECT|TRACE|TRACK)$/i;
const kToken = /^[!#$%&'*+\-.^_`|~\w]+$/;
const kNormalizedMethods = /^(?:DELETE|GET|HEAD|OPTIONS|POST|PUT)$/i;

function readHeaders(value: unknown, hasOwnFetch: boolean): Options['headers'] {
  if (value === undefined || typeof value === 'function') return value as Options['headers'];
  if (value === null || typeof value !== 'object') {
    refuse('headers', 'an object, an array of pairs, Headers, or a function', value);
  }
  // Read here and now: later changes to the caller's object do not count, as with fetch.
  return checkHeaders(value as HeadersInit, hasOwnFetch);
}

/** Whether it can be sent once only. */
export function isStream(body: unknown): boolean {
  return typeof ReadableStream === 'function' && body instanceof ReadableStream;
}

function readMethod(value: unknown): string {
  if (value === undefined) return 'GET';
  if (typeof value !== 'string' || !kToken.test(value) || kForbiddenMethods.test(value)) {
    refuse('method', 'an HTTP method that fetch allows', value);
  }
  return kNormalizedMethods.test(value) ? value.toUpperCase() : value;
}

function readBody(value: unknown, method: string, { isAsked }: Retry): Options['body'] {
  if (value === undefined || value === null) return undefined;
  if (method === 'GET' || method === 'HEAD') {
    refuse('method', "one that has a body, 'POST' say, when there is a body", method);
  }
  if (isAsked && isStream(value)) {
    refuse('body', 'a function that gives a new stream for each connection, to retry', value);
  }
  return value as Options['body'];
}

function readTimeout(name: string, value: unknown): number | undefined {
  return value === undefined ? undefined : readNumber(name, value, 1, kMaxTimer, 'milliseconds');
}

function readSignal(value: unknown): AbortSignal | undefined {
  if (value === undefined) return undefined;
  if (typeof (value as AbortSignal | null)?.aborted !== 'boolean') {
    refuse('signal', 'an AbortSignal', value);
  }
  return value as AbortSignal;
}

function readLastEventId(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value !== 'string' || /[\0\r\n]/.test(value)) {
    refuse('lastEventId', 'a string without NUL, CR and LF', value);
  }
  return value;
}

function readLastEventIdParameter(value: unknown): string | undefined {
  if (value !== undefined && (typeof value !== 'string' || value === '')) {
    refuse('lastEventIdParameter', 'the name of a query parameter', value);
  }
  return value as string | undefined;
}

/**
 * Reads the constructor's second argument as Web IDL reads a dictionary: undefined and null stand
 * for an empty one, and members are read once each, in the order of their names.
 *
 * @throws {TypeError} naming the option that is wrong, and what is allowed
 */
export function readOptions(init: unknown): Options {
  if (init === undefined || init === null) return readOptions({});
  if (typeof init !== 'object' && typeof init !== 'function') {
    throw new TypeError("Failed to construct 'EventSource': the options must be an object");
  }
  const {
    body,
    connectTimeout,
    credentials,
    fetch,
    headers,
    idleTimeout,
    lastEventId,
    lastEventIdParameter,
    maxEventSize = kDefaultMaxEventSize,
    method,
    onComment,
    pauseWhenHidden,
    redirect,
    retry,
    retryInterval = kDefaultRetryInterval,
    signal,
    withCredentials,
  } = init as Record<keyof EventSourceInit, unknown>;
  const checkedMethod = readMethod(method);
  const checkedRetry = readRetry(retry);
  const checkedCredentials =
    credentials === undefined
      ? withCredentials
        ? 'include'
        : 'same-origin'
      : readChoice('credentials', credentials, kCredentials);
  return {
    withCredentials: checkedCredentials === 'include',
    headers: readHeaders(headers, fetch !== undefined),
    method: checkedMethod,
    body: readBody(body, checkedMethod, checkedRetry),
    credentials: checkedCredentials,
    fetch: readFunction('fetch', fetch),
    signal: readSignal(signal),
    retryInterval: readNumber('retryInterval', retryInterval, 0, kMaxTimer, 'milliseconds'),
    retry: checkedRetry,
    connectTimeout: readTimeout('connectTimeout', connectTimeout),
    idleTimeout: readTimeout('idleTimeout', idleTimeout),
    pauseWhenHidden: !!pauseWhenHidden,
    onComment: readFunction('onComment', onComment),
    lastEventId: readLastEventId(lastEventId),
    lastEventIdParameter: readLastEventIdParameter(lastEventIdParameter),
    redirect: redirect === undefined ? undefined : readChoice('redirect', redirect, kRedirects),
    maxEventSize: readNumber('maxEventSize', maxEventSize, 1, kMaxEventSize, 'bytes'),
  };
}
