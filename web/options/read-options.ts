// Reads the options, and checks that they make sense.

import type { EventSourceInit, FetchLike } from './options.ts';
import { checkHeaders, type RequestHeaders } from './request-headers.ts';
import { readRequestMembers } from './request-members.ts';
import { type Retry, readRetry } from './retry-options.ts';
import { readShare } from './share-option.ts';
import {
  describeKind,
  invalidOption,
  isPromise,
  isStream,
  kMaxTimer,
  kNoOptions,
  kToken,
  readChoice,
  readFunction,
  readLastEventId,
  readMaxEventSize,
  readNumber,
} from './validate.ts';

export { kNoOptions };

/** EventSourceInit with its defaults filled in. */
export type Options = Readonly<ReturnType<typeof readOptions>>;

const kDefaultRetryInterval = 1000;

const kCredentials = ['omit', 'same-origin', 'include'] as const;
const kRedirects = ['follow', 'error'] as const;
const kForbiddenMethods = /^(?:CONNECT|TRACE|TRACK)$/i;
const kNormalizedMethods = /^(?:DELETE|GET|HEAD|OPTIONS|POST|PUT)$/i;

/** Any option that may be a function is to be asked for each attempt. */
type Asked<Name extends keyof EventSourceInit> = Extract<
  EventSourceInit[Name],
  (...attempt: never) => unknown
>;

function readHeaders(
  value: unknown,
  hasOwnFetch: boolean,
): RequestHeaders | Asked<'headers'> | undefined {
  if (value === undefined || typeof value === 'function') return value as Asked<'headers'>;
  if (value === null || typeof value !== 'object' || isPromise(value)) {
    invalidOption('headers', 'an object, an array of pairs, Headers, or a function', value);
  }
  // Read here and now: later changes to the caller's object do not count, as with fetch.
  return checkHeaders(value, hasOwnFetch);
}

/** @throws {TypeError} */
export function checkMethod(value: unknown = 'GET'): string {
  if (value === 'GET') return value; // most are: a page starts sooner with fewer patterns to compile
  if (typeof value !== 'string' || !kToken.test(value) || kForbiddenMethods.test(value)) {
    throw new TypeError(
      `EventSource: method must be an HTTP method that fetch allows (got ${describeKind(value)})`,
    );
  }
  return kNormalizedMethods.test(value) ? value.toUpperCase() : value;
}

export function hasNoBody(method: unknown): boolean {
  return method === 'GET' || method === 'HEAD';
}

function readBody(
  value: unknown,
  method: string | Asked<'method'>,
  { mode }: Retry,
): EventSourceInit['body'] {
  if (value === undefined || value === null) return undefined;
  if (hasNoBody(method)) {
    throw new TypeError(
      `Failed to construct 'EventSource': body needs a method such as 'POST', not '${method}'`,
    );
  }
  if (isPromise(value)) invalidOption('body', 'a body, or a function that may be async', value);
  if (mode === 'on' && isStream(value)) {
    invalidOption('body', 'a function that returns a new stream for each attempt, to retry', value);
  }
  return value as BodyInit | Asked<'body'>;
}

function readTimeout(name: string, value: unknown): number | undefined {
  return value === undefined ? undefined : readNumber(name, value, 1, kMaxTimer, 'milliseconds');
}

function readSignal(value: unknown): AbortSignal | undefined {
  if (value === undefined) return undefined;
  const signal = value as AbortSignal | null;
  if (
    typeof signal?.aborted !== 'boolean' ||
    typeof signal.addEventListener !== 'function' ||
    typeof signal.removeEventListener !== 'function'
  ) {
    invalidOption('signal', 'an AbortSignal', value);
  }
  return signal;
}

function readLastEventIdParameter(value: unknown): string | undefined {
  if (value !== undefined && (typeof value !== 'string' || value === '')) {
    invalidOption('lastEventIdParameter', 'the name of a query parameter', value);
  }
  return value as string | undefined;
}

/** One option by either of its names. */
function readSizeLimit(maxEventSize: unknown, maxBufferSize: unknown): number {
  if (maxBufferSize === undefined) return readMaxEventSize(maxEventSize);
  if (maxEventSize !== undefined && maxEventSize !== maxBufferSize) {
    throw new TypeError(
      "Failed to construct 'EventSource': maxEventSize and maxBufferSize are the same option; give one",
    );
  }
  return readMaxEventSize(maxBufferSize, 'EventSource', 'maxBufferSize');
}

/**
 * Reads the constructor's second argument as Web IDL reads a dictionary: undefined and null stand
 * for an empty one, and members are read once each, in the order of their names.
 *
 * @throws {TypeError} naming the option that is wrong, and what is allowed
 */
export function readOptions(init: unknown) {
  const given = init ?? kNoOptions;
  if (typeof given !== 'object' && typeof given !== 'function') {
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
    maxBufferSize,
    maxEventSize,
    method,
    onComment,
    pauseWhenHidden,
    redirect,
    request,
    retry,
    retryInterval = kDefaultRetryInterval,
    share,
    signal,
    url,
    withCredentials,
  } = given as Record<keyof EventSourceInit, unknown>;
  const checkedMethod =
    typeof method === 'function' ? (method as Asked<'method'>) : checkMethod(method);
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
    fetch: readFunction<FetchLike>('fetch', fetch),
    signal: readSignal(signal),
    url: readFunction<Asked<'url'>>('url', url),
    retryInterval: readNumber('retryInterval', retryInterval, 0, kMaxTimer, 'milliseconds'),
    retry: checkedRetry,
    connectTimeout: readTimeout('connectTimeout', connectTimeout),
    idleTimeout: readTimeout('idleTimeout', idleTimeout),
    pauseWhenHidden: !!pauseWhenHidden,
    onComment: readFunction<(text: string) => void>('onComment', onComment),
    lastEventId: readLastEventId(lastEventId),
    lastEventIdParameter: readLastEventIdParameter(lastEventIdParameter),
    redirect: redirect === undefined ? undefined : readChoice('redirect', redirect, kRedirects),
    maxEventSize: readSizeLimit(maxEventSize, maxBufferSize),
    request: readRequestMembers(request, fetch !== undefined),
    share: readShare(share, [fetch, headers, method, url]),
  };
}
