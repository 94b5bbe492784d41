// One request of an event stream: HTML 9.2.2, the constructor's steps 8 to 11, and 9.2.4.
// https://html.spec.whatwg.org/multipage/server-sent-events.html#the-last-event-id-header

import { RequestError } from '../failures/connection-failure.ts';
import { badRequest, redirectRefused } from '../failures/failure-messages.ts';
import type { Attempt } from '../options/options.ts';
import type { Options } from '../options/read-options.ts';
import { checkHeaders, hasUnsafeHeaders } from '../options/request-headers.ts';
import { isReadableStream } from '../options/validate.ts';
import { describeUrl } from './url.ts';

export interface StreamRequest {
  readonly url: URL;
  readonly init: RequestInit & { readonly headers: Headers };
}

// Headers take byte strings: each byte of the id's UTF-8 becomes one character.
function utf8ByteString(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

function withQueryParameter(url: URL, name: string, value: string): URL {
  // The rest of the query stays as it was written; URLSearchParams would write it anew.
  const kept = url.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !new URLSearchParams(part).has(name));
  const result = new URL(url);
  result.search = [...kept, new URLSearchParams([[name, value]]).toString()].join('&');
  return result;
}

// fetch refuses URLs with a user and password, which native sends as Basic authorization.
function credentialsToHeader(url: URL, headers: Headers): URL {
  if (url.username === '' && url.password === '') return url;
  if (!headers.has('Authorization')) {
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    headers.set('Authorization', `Basic ${btoa(utf8ByteString(pair))}`);
  }
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare;
}

async function resolveOption<T>(what: string, value: unknown, attempt: Attempt): Promise<T> {
  if (typeof value !== 'function') return value as T;
  try {
    return (await value(attempt)) as T;
  } catch (cause) {
    // It may succeed the next time: a token server that was down, say.
    throw new RequestError(badRequest(`the ${what} function failed`, cause), false);
  }
}

async function requestHeaders(options: Options, attempt: Attempt): Promise<Headers> {
  const given = await resolveOption<HeadersInit | undefined>('headers', options.headers, attempt);
  if (given === undefined || given === null) return new Headers();
  // A plain value was checked by the constructor, which made a Headers of it.
  if (typeof options.headers !== 'function') return new Headers(given);
  try {
    return checkHeaders(given, options.fetch !== undefined);
  } catch (cause) {
    throw new RequestError(badRequest('the headers function gave a wrong header', cause), true);
  }
}

function redirectMode(options: Options, headers: Headers): RequestRedirect {
  return options.redirect ?? (hasUnsafeHeaders(headers) ? 'manual' : 'follow');
}

/**
 * The request of one attempt.
 *
 * @throws {RequestError} when the caller's functions failed, or gave what cannot be sent
 */
export async function prepareRequest(
  url: URL,
  options: Options,
  attempt: Attempt,
): Promise<StreamRequest> {
  const headers = await requestHeaders(options, attempt);
  const body = await resolveOption<BodyInit | undefined>('body', options.body, attempt);
  const redirect = redirectMode(options, headers);
  let target = credentialsToHeader(url, headers);
  if (!headers.has('Accept')) headers.set('Accept', 'text/event-stream');
  if (attempt.lastEventId !== '') {
    if (options.lastEventIdParameter === undefined) {
      headers.set('Last-Event-ID', utf8ByteString(attempt.lastEventId));
    } else {
      target = withQueryParameter(target, options.lastEventIdParameter, attempt.lastEventId);
    }
  }
  const init: RequestInit & { headers: Headers; duplex?: 'half' } = {
    method: options.method,
    headers,
    mode: 'cors',
    credentials: options.credentials,
    // fetch then sends Cache-Control: no-cache by itself; set by hand it would cost a preflight.
    cache: 'no-store',
    redirect,
    signal: attempt.signal,
  };
  if (body !== undefined && body !== null) {
    init.body = body;
    if (isReadableStream(body)) init.duplex = 'half';
  }
  return { url: target, init };
}

/**
 * Sends the request.
 *
 * @throws {RequestError} when it was answered by a redirect that custom headers must not follow
 */
export async function sendRequest(
  { url, init }: StreamRequest,
  options: Options,
): Promise<Response> {
  const response = await (options.fetch ?? globalThis.fetch)(url.href, init);
  const redirected =
    response.type === 'opaqueredirect' || /^30[12378]$/.test(String(response.status));
  if (init.redirect !== 'manual' || !redirected) return response;
  await response.body?.cancel();
  throw new RequestError(redirectRefused(describeUrl(url)), true);
}
