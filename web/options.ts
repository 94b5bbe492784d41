// What the caller may ask for, and that it makes sense. Only `withCredentials` is the standard's.

import type { ConnectionFailure } from './error-event.ts';
import { checkHeaders } from './request-headers.ts';

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

export interface EventSourceInit {
  /** Send cookies to other origins too; default false. HTML 9.2.2. */
  withCredentials?: boolean;
  /**
   * Request headers, or a function that is asked for them before every connection (a fresh token,
   * say). Headers other than `Accept`, `Accept-Language`, `Content-Language` and `Authorization`
   * make the connection refuse redirects to other origins, see `redirect`.
   */
  headers?: PerAttempt<HeadersInit>;
  /** The request's method; default GET. Requests that are not idempotent are not sent again. */
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
  readonly lastEventId: string;
  readonly lastEventIdParameter: string | undefined;
  readonly redirect: 'follow' | 'error' | undefined;
  readonly maxEventSize: number;
}

const kDefaultRetryInterval = 1000;
const kDefaultMaxEventSize = 64 * 1024 * 1024;
const kMaxTimer = 0x7fffffff; // ms; a longer timer fires at once
const kMaxEventSize = 0x3fffffff; // bytes; what WebAssembly memory can hold beside a copy

const kCredentials = ['omit', 'same-origin', 'include'] as const;
const kRedirects = ['follow', 'error'] as const;
const kForbiddenMethods = /^(?:CONNECT|TRACE|TRACK)$/i;
const kToken = /^[!#$%&'*+\-.^_`|~\w]+$/;
const kNormalizedMethods = /^(?:DELETE|GET|HEAD|OPTIONS|POST|PUT)$/i;

function refuse(name: string, allowed: string, got: unknown): never {
  let shown: string;
  try {
    shown = typeof got === 'string' ? JSON.stringify(got) : String(got);
  } catch {
    shown = typeof got;
  }
  throw new TypeError(
    `Failed to construct 'EventSource': ${name} must be ${allowed}, not ${shown}`,
  );
}

function readNumber(name: string, value: unknown, min: number, max: number, unit: string): number {
  if (typeof value !== 'number' || !(value >= min && value <= max)) {
    refuse(name, `a number of ${unit} from ${min} to ${max}`, value);
  }
  return value;
}

function readChoice<T extends string>(name: string, value: unknown, choices: readonly T[]): T {
  if (!choices.includes(value as T)) {
    refuse(name, choices.map((choice) => `'${choice}'`).join(' or '), value);
  }
  return value as T;
}

function readFetch(value: unknown): FetchLike | undefined {
  if (value !== undefined && typeof value !== 'function') refuse('fetch', 'a function', value);
  return value as FetchLike | undefined;
}

function readHeaders(value: unknown, hasOwnFetch: boolean): Options['headers'] {
  if (value === undefined || typeof value === 'function') return value as Options['headers'];
  if (value === null || typeof value !== 'object') {
    refuse('headers', 'an object, an array of pairs, Headers, or a function', value);
  }
  // Read here and now: later changes to the caller's object do not count, as with fetch.
  return checkHeaders(value as HeadersInit, hasOwnFetch);
}

function readMethod(value: unknown): string {
  if (value === undefined) return 'GET';
  if (typeof value !== 'string' || !kToken.test(value) || kForbiddenMethods.test(value)) {
    refuse('method', 'an HTTP method that fetch allows', value);
  }
  return kNormalizedMethods.test(value) ? value.toUpperCase() : value;
}

function readBody(value: unknown, method: string): Options['body'] {
  if (value === undefined || value === null) return undefined;
  if (method === 'GET' || method === 'HEAD') {
    refuse('method', "one that has a body, 'POST' say, when there is a body", method);
  }
  return value as Options['body'];
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
    credentials,
    fetch,
    headers,
    lastEventId,
    lastEventIdParameter,
    maxEventSize = kDefaultMaxEventSize,
    method,
    redirect,
    retryInterval = kDefaultRetryInterval,
    signal,
    withCredentials,
  } = init as Record<keyof EventSourceInit, unknown>;
  const checkedMethod = readMethod(method);
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
    body: readBody(body, checkedMethod),
    credentials: checkedCredentials,
    fetch: readFetch(fetch),
    signal: readSignal(signal),
    retryInterval: readNumber('retryInterval', retryInterval, 0, kMaxTimer, 'milliseconds'),
    lastEventId: readLastEventId(lastEventId),
    lastEventIdParameter: readLastEventIdParameter(lastEventIdParameter),
    redirect: redirect === undefined ? undefined : readChoice('redirect', redirect, kRedirects),
    maxEventSize: readNumber('maxEventSize', maxEventSize, 1, kMaxEventSize, 'bytes'),
  };
}
