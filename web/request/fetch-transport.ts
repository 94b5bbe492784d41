import { RequestError } from '../failures/connection-failure.ts';
import {
  badRequest,
  blockedByPolicy,
  corsRefusal,
  mixedContent,
  redirectRefused,
  staleHeaders,
} from '../failures/failure-messages.ts';
import type { ResponseHead } from '../failures/response-head.ts';
import type { Attempt, FetchLikeInit } from '../options/options.ts';
import type { Options } from '../options/read-options.ts';
import { isStream } from '../options/validate.ts';
import { mayBeCorsRefusal, respondsWithoutCors, respondsWithoutHeaders } from './cors-probe.ts';
import { isLoopback, isMixedContent, watchPolicy } from './page-policy.ts';
import {
  isRefusedByFetch,
  prepareRequest,
  type RequestData,
  type StreamRequest,
} from './request.ts';
import { letGo, readResponse } from './response.ts';
import type { Transport, TransportResponse } from './transport.ts';
import { describeUrl, isLocal } from './url.ts';

// https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2, RFC 10008, 3253, 4918 and 5323
const kIdempotent = [
  'GET',
  'HEAD',
  'OPTIONS',
  'PUT',
  'DELETE',
  'QUERY',
  'REPORT',
  'PROPFIND',
  'SEARCH',
];
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them
const kControlCharacter = /[\0-\x08\x0a-\x1f\x7f]/;

/** Event streams by `fetch`. */
export class FetchTransport implements Transport {
  readonly canReopen: boolean;
  lastResponse: ResponseHead | undefined;
  readonly #url: URL; // the constructor's
  readonly #options: Options;
  readonly #isPlatform: boolean;
  // Of the latest request, or what is known of the first. None is known of a function yet.
  #name: string;
  #method: string;
  // The latest request that got a response, and the names of its headers, in lower case.
  #accepted: { readonly key: string; readonly names: string[] } | undefined;
  #credentials = ''; // what functions may have put a token into, in the previous request
  #sendsOddIds = true;
  #isSpent = false; // whether what may be sent once only was sent

  constructor(url: URL, options: Options) {
    const { body, method } = options;
    this.#url = url;
    this.#options = options;
    this.#isPlatform = options.fetch === undefined;
    this.#name = describeUrl(url);
    // What is shared is idempotent, and a source that follows another makes no request of its own.
    this.#method = typeof method === 'string' ? method : options.share ? 'GET' : '';
    // A function may give another method for the next request than it gave for this one.
    const mayResume = typeof method === 'function' || this.isIdempotent;
    this.canReopen = this.#mayRepeat(mayResume, body);
  }

  get name(): string {
    return this.#name;
  }

  get needsNetwork(): boolean {
    return !!this.#options.url || !(isLocal(this.#url) || isLoopback(this.#url));
  }

  get isIdempotent(): boolean {
    return kIdempotent.includes(this.#method);
  }

  renew(): boolean {
    this.#isSpent = false;
    return true;
  }

  async open(attempt: Attempt): Promise<TransportResponse> {
    let request: StreamRequest;
    try {
      const prepared = prepareRequest(this.#url, this.#options, attempt);
      request = 'then' in prepared ? await prepared : prepared;
    } catch (cause) {
      if (RequestError.is(cause)) throw cause;
      throw new RequestError(badRequest('it could not be put together', cause), true);
    }
    // The caller's own may use the variable that the EventSource is about to be assigned to.
    if (!this.#isPlatform) await undefined;
    const { url, init } = request;
    const { signal } = attempt;
    if (signal.aborted) throw signal.reason;
    this.#name = describeUrl(url);
    this.#method = init.method;
    this.#refuseRepetition(init);
    this.#refuseStaleCredentials(request, attempt);
    if (!this.#sendsOddIds) dropOddId(init.headers);
    const given = await this.#request(request, signal);
    try {
      if (signal.aborted) throw signal.reason; // not every fetch heeds it
      this.#refuseRedirect(init, given);
      // Response.error(), which the platform's fetch rejects with.
      if ((given as Partial<Response> | null | undefined)?.type === 'error') {
        throw new TypeError('fetch returned a network error');
      }
      const response = readResponse(this.name, url, given, this.#isPlatform);
      const { status, headers } = response;
      this.lastResponse = { status, headers, url: response.url };
      this.#accepted = { key: keyOf(request), names: namesOf(init.headers) };
      return response;
    } catch (cause) {
      letGo(given);
      throw cause;
    }
  }

  #send({ url, init }: StreamRequest): Promise<unknown> {
    this.#isSpent ||= !kIdempotent.includes(init.method);
    const fetch = this.#options.fetch ?? globalThis.fetch;
    if (typeof fetch !== 'function') {
      throw new RequestError(badRequest('there is no fetch here: use the option fetch'), true);
    }
    return fetch(url.href, init as FetchLikeInit & RequestInit);
  }

  /**
   * @throws {RequestError} when more is known than that there is no connection
   * @throws what `fetch` rejects with
   */
  async #request(request: StreamRequest, signal: AbortSignal): Promise<unknown> {
    const watch = watchPolicy(request.url);
    signal.addEventListener('abort', watch.stop); // not every fetch settles then
    try {
      return await this.#send(request);
    } catch (cause) {
      if (signal.aborted || RequestError.is(cause)) throw cause;
      if (await watch.isBlocked()) throw new RequestError(blockedByPolicy(this.name, cause), true);
      if (isRefusedByFetch(request, cause, this.#isPlatform)) {
        return await this.#sendWithoutOddId(request, cause);
      }
      if (!this.#isPlatform) throw cause;
      const isLocalNetwork = request.init.targetAddressSpace !== undefined;
      // A request that got a response before was not mixed content; the page's policy may upgrade it.
      if (!this.#acceptedBefore(request) && isMixedContent(request.url, isLocalNetwork)) {
        throw new RequestError(mixedContent(this.name, cause), true);
      }
      return await this.#sendIfCors(request, signal, cause);
    } finally {
      watch.stop();
    }
  }

  /**
   * After a failure that may be a CORS refusal: if the server responds to a request that CORS cannot
   * refuse, and this one fails once more, it is one. What cannot be proved is the network's.
   */
  async #sendIfCors(request: StreamRequest, signal: AbortSignal, cause: unknown): Promise<unknown> {
    const accepted = this.#acceptedBefore(request);
    if (!mayBeCorsRefusal(request, accepted && this.lastResponse?.url)) throw cause;
    const added = namesOf(request.init.headers).filter((name) => !accepted?.includes(name));
    // Where CORS was in order before, it can only be that the preflight does not allow a new header,
    // Last-Event-ID most of all. Another response without CORS, a proxy's error page say, will pass.
    const responds =
      accepted === undefined
        ? await respondsWithoutCors(request, signal)
        : kIdempotent.includes(request.init.method) &&
          added.length > 0 &&
          (await respondsWithoutHeaders(request, added, signal));
    if (!responds || signal.aborted) throw cause;
    try {
      const { body, method } = request.init;
      if (this.#mayRepeat(kIdempotent.includes(method), body)) return await this.#send(request);
    } catch {
      // As expected.
    }
    throw new RequestError(corsRefusal(this.name, cause, request.init, accepted && added), true);
  }

  /** Node's fetch refuses control characters in headers, and a stream may have them in its ids. */
  async #sendWithoutOddId(request: StreamRequest, cause: unknown): Promise<unknown> {
    if (!this.#sendsOddIds || !dropOddId(request.init.headers)) {
      throw new RequestError(badRequest('fetch does not accept it', cause), true);
    }
    this.#sendsOddIds = false;
    console.warn(
      `EventSource: the last event ID of ${this.name} contains a control character and is not sent`,
    );
    return this.#send(request);
  }

  #refuseRedirect({ redirect }: FetchLikeInit, given: unknown): void {
    if (redirect !== 'manual') return;
    const { type, status } = (given ?? {}) as Partial<Response>;
    if (type !== 'opaqueredirect' && !/^30[12378]$/.test(String(status))) return;
    throw new RequestError(redirectRefused(this.name, this.#options.redirect === 'error'), true);
  }

  /** A server that responded with 401 is not asked again with the same credentials. */
  #refuseStaleCredentials({ url, init }: StreamRequest, { attempt, lastError }: Attempt): void {
    if (!this.#options.url && typeof this.#options.headers !== 'function') return;
    const before = this.#credentials;
    this.#credentials = JSON.stringify([url, init.headers]);
    // An attempt that was dropped meanwhile had other ones, which nobody has refused yet.
    const isRefused = lastError?.status === 401 && lastError.attempt === attempt - 1;
    if (isRefused && this.#credentials === before) {
      throw new RequestError(staleHeaders(this.name, lastError), true);
    }
  }

  #mayRepeat(isIdempotent: boolean, body: unknown): boolean {
    const { mode } = this.#options.retry;
    return (mode === 'default' ? isIdempotent : mode === 'on') && !isStream(body);
  }

  /** What is not idempotent is sent once, whatever function gives it. */
  #refuseRepetition({ method }: RequestData): void {
    const isRefused = this.#isSpent && this.#options.retry.mode === 'default';
    if (isRefused && !kIdempotent.includes(method)) {
      const why = `a ${method} is sent only once: resume with a GET, or use the option retry`;
      throw new RequestError(badRequest(why), true);
    }
  }

  /** The headers of a request that differs in headers and query only, and got a response. */
  #acceptedBefore(request: StreamRequest): string[] | undefined {
    return this.#accepted?.key === keyOf(request) ? this.#accepted.names : undefined;
  }
}

/** What a server's word on CORS holds for. */
function keyOf({ url, init }: StreamRequest): string {
  return `${init.method} ${describeUrl(url)}`;
}

function namesOf(headers: Record<string, string>): string[] {
  return Object.keys(headers).map((name) => name.toLowerCase());
}

/** Removes an id that has control characters. @returns whether it did */
function dropOddId(headers: Record<string, string>): boolean {
  if (!kControlCharacter.test(headers['Last-Event-ID'] ?? '')) return false;
  return Reflect.deleteProperty(headers, 'Last-Event-ID');
}
