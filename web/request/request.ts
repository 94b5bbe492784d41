// One request of an event stream: HTML 9.2.2, the constructor's steps 8 to 11, and 9.2.4.
// https://html.spec.whatwg.org/multipage/server-sent-events.html#the-last-event-id-header

import { RequestError } from '../failures/connection-failure.ts';
import { badRequest } from '../failures/failure-messages.ts';
import type { Attempt, FetchLikeInit } from '../options/options.ts';
import type { Options } from '../options/read-options.ts';
import { checkHeaders, hasUnsafeHeaders, RequestHeaders } from '../options/request-headers.ts';
import { isStream } from '../options/validate.ts';
import { isLocal } from './url.ts';

export interface StreamRequest {
  readonly url: URL;
  readonly init: FetchLikeInit;
}

// Headers take byte strings: each byte of the id's UTF-8 becomes one character.
function utf8ByteString(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

/** To a byte string. A `%` that begins no escape stays, as in URLs. */
function percentDecode(text: string): string {
  return text.replace(/%([\da-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function withQueryParameter(url: URL, name: string, value: string): URL {
  // The rest of the query stays as it was written; URLSearchParams would write it anew. In front of a
  // part it would take a question mark away, which belongs to the name.
  const parts = url.search === '' ? [] : url.search.slice(1).split('&');
  const kept = parts.filter((part) => !new URLSearchParams(`&${part}`).has(name));
  const result = new URL(url);
  result.search = `?${[...kept, new URLSearchParams([[name, value]])].join('&')}`;
  return result;
}

// fetch refuses URLs with a user and password, which the native EventSource sends as Basic
// authorization.
function credentialsToHeader(url: URL, headers: RequestHeaders): URL {
  if (url.username === '' && url.password === '') return url;
  if (!headers.has('Authorization')) {
    const pair = `${percentDecode(url.username)}:${percentDecode(url.password)}`;
    headers.set('Authorization', `Basic ${btoa(pair)}`);
  }
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare;
}

async function resolveOption(what: string, value: unknown, attempt: Attempt): Promise<unknown> {
  if (typeof value !== 'function') return value;
  try {
    return await value(attempt);
  } catch (cause) {
    // Not final if `retry.on` says so: a token server that was down, say.
    throw new RequestError(badRequest(`the ${what} function failed`, cause), false);
  }
}

function requestHeaders(options: Options, given: unknown): RequestHeaders {
  if (given === undefined || given === null) return new RequestHeaders();
  // A plain value was checked by the constructor.
  if (given === options.headers) return new RequestHeaders(given as RequestHeaders);
  try {
    return checkHeaders(given, options.fetch !== undefined);
  } catch (cause) {
    throw new RequestError(badRequest('the headers function returned a wrong value', cause), true);
  }
}

/**
 * Scripts cannot see where a redirect leads, so with custom headers all are refused. For that, and to
 * tell a redirect that is not to be followed from a dead network, fetch is asked to hand it over.
 */
function redirectMode(options: Options, headers: RequestHeaders): 'follow' | 'manual' {
  if (options.redirect !== undefined) return options.redirect === 'error' ? 'manual' : 'follow';
  return hasUnsafeHeaders(headers) ? 'manual' : 'follow';
}

function buildRequest(
  url: URL,
  options: Options,
  attempt: Attempt,
  headers: RequestHeaders,
  body: unknown,
): StreamRequest {
  let target = credentialsToHeader(url, headers);
  const redirect = redirectMode(options, headers);
  if (!headers.has('Accept')) headers.set('Accept', 'text/event-stream');
  if (attempt.lastEventId !== '') {
    // The rest of a data: URL is its contents, and a blob: URL has no query.
    if (options.lastEventIdParameter === undefined || isLocal(url)) {
      headers.set('Last-Event-ID', utf8ByteString(attempt.lastEventId));
    } else {
      target = withQueryParameter(target, options.lastEventIdParameter, attempt.lastEventId);
    }
  }
  const init: FetchLikeInit & { duplex?: 'half' } = {
    method: options.method,
    headers: headers.toObject(),
    mode: 'cors',
    credentials: options.credentials,
    // fetch then sends Cache-Control: no-cache by itself; set by hand it would cost a preflight.
    cache: 'no-store',
    redirect,
    signal: attempt.signal,
  };
  if (body !== undefined && body !== null) {
    init.body = body as BodyInit;
    if (isStream(body)) {
      init.duplex = 'half';
      // Throws a TypeError for a stream that is locked or was read; takes nothing of it.
      if ('getReader' in (body as object) && typeof Response === 'function')
        new Response(init.body);
    }
  }
  return { url: target, init };
}

/** Asks the functions among the options, and puts the request together. */
async function askForRequest(url: URL, options: Options, attempt: Attempt): Promise<StreamRequest> {
  const given = await resolveOption('headers', options.headers, attempt);
  const headers = requestHeaders(options, given);
  if (attempt.signal.aborted) throw attempt.signal.reason; // it was closed meanwhile, or by `headers`
  const body = await resolveOption('body', options.body, attempt);
  return buildRequest(url, options, attempt, headers, body);
}

/**
 * A promise only where a function has to be asked: the request of a page that is busy, or starts, leaves
 * at once.
 *
 * @throws {RequestError} when a function fails; also by the promise
 * @throws whatever else, when it cannot be put together
 */
export function prepareRequest(
  url: URL,
  options: Options,
  attempt: Attempt,
): StreamRequest | Promise<StreamRequest> {
  const { headers, body } = options;
  return typeof headers === 'function' || typeof body === 'function'
    ? askForRequest(url, options, attempt)
    : buildRequest(url, options, attempt, requestHeaders(options, headers), body);
}

/** Whether `fetch` rejected because of what it was given, and not because of the network. */
export function isRefusedByFetch(
  { url, init }: StreamRequest,
  reason: unknown,
  isPlatform: boolean,
): boolean {
  // What Node's own fetch and those on top of its http module say of headers.
  const { code, cause } = (reason ?? {}) as { code?: unknown; cause?: { code?: unknown } };
  if (/INVALID_(?:ARG|CHAR)/.test(`${code} ${cause?.code}`)) return true;
  if (!isPlatform || typeof Request !== 'function') return false;
  try {
    // A stream may have been used by then; before the request it was not.
    new Request(url.href, isStream(init.body) ? { ...init, body: undefined } : init);
    return false;
  } catch {
    return true;
  }
}
