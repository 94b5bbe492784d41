// Reads what `fetch` gave: a Response, also of another realm or another make.

import { type Failure, RequestError } from '../failures/connection-failure.ts';
import { unusableResponse } from '../failures/failure-messages.ts';
import type { FetchLikeResponse } from '../options/options.ts';
import { describeKind } from '../options/validate.ts';
import { BodyReader } from './body-reader.ts';
import type { TransportResponse } from './transport.ts';

type GivenHeaders = FetchLikeResponse['headers'];

/** Of headers that only have `get`, those that matter. */
function readHeaders(given: GivenHeaders): Headers {
  if (Symbol.iterator in given) return new Headers(given as Headers);
  const headers = new Headers();
  for (const name of ['Content-Type', 'Retry-After']) {
    const value = given.get(name);
    if (typeof value === 'string') headers.set(name, value);
  }
  return headers;
}

function readBody(response: FetchLikeResponse, isOfFetch: boolean): BodyReader | undefined {
  const { body, bodyUsed } = response;
  if (body === null) return undefined;
  if (body === undefined) throw new TypeError('this fetch does not give the body as a stream');
  if (bodyUsed) throw new TypeError('its body has been read already');
  return new BodyReader(body, isOfFetch);
}

/** Of a response that is not used: its body is not waited for. */
export function letGo(given: unknown): void {
  try {
    new BodyReader((given as Response).body as NonNullable<Response['body']>, false).cancel();
  } catch {
    // There is none, or it is somebody else's.
  }
}

/** Its own, or that of the request where it has none, or what is no URL: a mock's, say. */
function readUrl({ url }: FetchLikeResponse, requested: URL): string {
  try {
    if (url) return new URL(url).href;
  } catch {}
  return requested.href;
}

/** @throws {RequestError} when it cannot be used as the response of an event stream */
export function readResponse(
  where: string,
  url: URL,
  given: unknown,
  isPlatform: boolean,
): TransportResponse {
  let known: Pick<Failure, 'status' | 'headers'> | undefined;
  try {
    const response = given as FetchLikeResponse;
    if (typeof given !== 'object' || given === null) {
      throw new TypeError(`fetch must return a Response (got ${describeKind(given)})`);
    }
    const { status, type } = response;
    // What a script has made, and a page's or service worker's own fetch may, is of type 'default'.
    const isOfFetch = isPlatform && (type === 'basic' || type === 'cors');
    if (typeof status !== 'number' || typeof response.headers?.get !== 'function') {
      throw new TypeError('fetch must return a Response (got an object without status or headers)');
    }
    const headers = readHeaders(response.headers);
    known = { status, headers };
    const finalUrl = readUrl(response, url); // first, as what has a reader has to be let go of
    let body: BodyReader | undefined;
    try {
      body = readBody(response, isOfFetch);
    } catch (cause) {
      if (status === 200) throw cause; // else only an excerpt of it is missed
    }
    return { status, headers, body, url: finalUrl };
  } catch (cause) {
    throw new RequestError({ ...unusableResponse(where, cause), ...known }, true);
  }
}
