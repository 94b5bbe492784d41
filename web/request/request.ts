// One request of an event stream: HTML 9.2.2, the constructor's steps 8 to 11, and 9.2.4.
// https://html.spec.whatwg.org/multipage/server-sent-events.html#the-last-event-id-header

import { RequestError } from '../failures/connection-failure.ts';
import { badRequest, badScheme } from '../failures/failure-messages.ts';
import type { Attempt, FetchLikeInit } from '../options/options.ts';
import { checkMethod, hasNoBody, type Options } from '../options/read-options.ts';
import { checkHeaders, hasUnsafeHeaders, RequestHeaders } from '../options/request-headers.ts';
import { isStream } from '../options/validate.ts';
import { isHttp, isLocal, resolveFrom } from './url.ts';

/** The method is as fetch normalises it. */
export type RequestData = FetchLikeInit & { method: string };

export interface StreamRequest {
  readonly url: URL;
  readonly init: RequestData;
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

/** What a request is made of, when the functions among the options were asked. */
interface Parts {
  readonly url: URL;
  readonly method: string;
  readonly headers: RequestHeaders | undefined;
  readonly body: BodyInit | null | undefined;
}

/** @param read checks what a function returned, as the constructor has checked other values */
async function ask(
  name: string,
  option: (attempt: Attempt) => unknown,
  attempt: Attempt,
  read: (value: unknown) => unknown,
): Promise<unknown> {
  let value: unknown;
  try {
    value = await option(attempt);
  } catch (cause) {
    // Not final if `retry.on` says so: a token server that was down, say.
    throw new RequestError(badRequest(`the ${name} function failed`, cause), false);
  }
  try {
    return read(value);
  } catch (cause) {
    throw new RequestError(badRequest(`the ${name} function returned a wrong value`, cause), true);
  }
}

// Another fetch than the platform's may know more schemes. The platform's knows that of the page, too, if its
// origin is one: of a browser extension, say, or of an app in a web view.
function checkScheme(url: URL, { fetch }: Options): void {
  const isOwn = url.origin !== 'null' && url.origin === globalThis.origin;
  if (!fetch && !isHttp(url) && !isLocal(url) && !isOwn) {
    throw new RequestError(badScheme(url.protocol), true);
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

/** False in Cloudflare Workers whose compatibility date is before November 2024: they refuse `cache`. */
function knowsCache(): boolean {
  return typeof Request !== 'function' || 'cache' in Request.prototype;
}

/** What goes with all methods that have a body, or what a function gave for this one. */
function bodyFor({ body, method }: Parts, options: Options): Parts['body'] {
  if (body === undefined || body === null || !hasNoBody(method)) return body;
  if (typeof options.body !== 'function') return undefined;
  throw new TypeError(`body needs a method such as 'POST', not '${method}'`);
}

/** @throws {unknown} for what cannot be sent */
function buildRequest(parts: Parts, options: Options, attempt: Attempt): StreamRequest {
  const { url, method } = parts;
  checkScheme(url, options);
  const headers = new RequestHeaders(parts.headers);
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
  const init: RequestData & { duplex?: 'half' } = {
    ...options.request,
    method,
    headers: headers.toObject(),
    mode: 'cors',
    credentials: options.credentials,
    // fetch then sends Cache-Control: no-cache by itself; set by hand it would cost a preflight.
    cache: knowsCache() ? 'no-store' : (undefined as unknown as 'no-store'),
    redirect,
    signal: attempt.signal,
  };
  const body = bodyFor(parts, options);
  if (body !== undefined && body !== null) {
    init.body = body;
    if (isStream(body)) {
      init.duplex = 'half';
      // Throws a TypeError for a stream that is locked or was read; takes nothing of it.
      if ('getReader' in (body as object) && typeof Response === 'function') new Response(body);
    }
  }
  return { url: target, init };
}

/**
 * Asks the functions among the options, the first of them at once, and puts the request together.
 *
 * @param given as the constructor was given them
 */
async function askForRequest(
  given: Parts,
  options: Options,
  attempt: Attempt,
): Promise<StreamRequest> {
  const readers: Record<keyof Parts, (value: unknown) => unknown> = {
    url: (value) => resolveFrom(given.url, value),
    method: checkMethod,
    headers: (value) =>
      value === undefined || value === null
        ? undefined
        : checkHeaders(value, options.fetch !== undefined),
    body: (value) => value,
  };
  const parts: Record<string, unknown> = { ...given };
  for (const [name, read] of Object.entries(readers)) {
    const option = options[name as keyof Parts];
    if (typeof option === 'function') {
      parts[name] = await ask(name, option as (attempt: Attempt) => unknown, attempt, read);
      // It was closed meanwhile, by the function or by what it returned: the next one is not called.
      if (attempt.signal.aborted) throw attempt.signal.reason;
    }
    checkScheme(parts.url as URL, options);
  }
  return buildRequest(parts as unknown as Parts, options, attempt);
}

/**
 * A promise only where a function has to be asked: the request of a page that is busy, or starts, leaves
 * at once.
 *
 * @param url the constructor's
 * @throws {RequestError} when a function fails, or gives a wrong value; also by the promise
 * @throws whatever else, when it cannot be put together
 */
export function prepareRequest(
  url: URL,
  options: Options,
  attempt: Attempt,
): StreamRequest | Promise<StreamRequest> {
  const { body, headers, method } = options;
  const given = { url, method, headers, body } as Parts;
  return [options.url, method, headers, body].some((option) => typeof option === 'function')
    ? askForRequest(given, options, attempt)
    : buildRequest(given, options, attempt);
}

/** What Node's own fetch and those on top of its http module say of headers. */
function isInvalidArgument(reason: unknown): boolean {
  try {
    const { code, cause } = reason as { code?: unknown; cause?: { code?: unknown } };
    return /INVALID_(?:ARG|CHAR)/.test(`${code} ${cause?.code}`);
  } catch {
    return false; // it may be anything
  }
}

/** Whether `fetch` rejected because of what it was given, and not because of the network. */
export function isRefusedByFetch(
  { url, init }: StreamRequest,
  reason: unknown,
  isPlatform: boolean,
): boolean {
  if (isInvalidArgument(reason)) return true;
  if (!isPlatform || typeof Request !== 'function') return false;
  try {
    // A stream may have been used by then; before the request it was not.
    new Request(url.href, isStream(init.body) ? { ...init, body: undefined } : init);
    return false;
  } catch {
    return true;
  }
}
