import { type ConnectionFailure, RequestError } from '../failures/connection-failure.ts';
import {
  badRequest,
  badScheme,
  blockedByPolicy,
  corsRefusal,
  mixedContent,
  redirectRefused,
  staleHeaders,
} from '../failures/failure-messages.ts';
import type { Attempt, FetchLikeInit } from '../options/options.ts';
import type { Options } from '../options/read-options.ts';
import { isStream } from '../options/validate.ts';
import { mayBeCorsRefusal, respondsWithoutCors, respondsWithoutHeaders } from './cors-probe.ts';
import { isLoopback, isMixedContent, watchPolicy } from './page-policy.ts';
import { isRefusedByFetch, prepareRequest, type StreamRequest } from './request.ts';
import { readResponse } from './response.ts';
import type { Transport, TransportResponse } from './transport.ts';
import { describeUrl, isLocal } from './url.ts';

// https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2
const kIdempotent = /^(?:GET|HEAD|OPTIONS|PUT|DELETE)$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them
const kControlCharacter = /[\0-\x08\x0a-\x1f\x7f]/;

/** Event streams by `fetch`. */
export class FetchTransport implements Transport {
  readonly name: string;
  readonly canReopen: boolean;
  readonly isIdempotent: boolean;
  readonly needsNetwork: boolean;
  readonly #url: URL;
  readonly #options: Options;
  readonly #isPlatform: boolean;
  // The names of the headers, in lower case, of the latest request that got a response.
  #accepted: string[] | undefined;
  #headers = ''; // what the `headers` function gave for the previous request
  #sendsOddIds = true;

  constructor(url: URL, options: Options) {
    const { mode } = options.retry;
    this.#url = url;
    this.#options = options;
    this.#isPlatform = options.fetch === undefined;
    this.name = describeUrl(url);
    this.isIdempotent = kIdempotent.test(options.method);
    this.canReopen =
      (mode === 'default' ? this.isIdempotent : mode === 'on') && !isStream(options.body);
    this.needsNetwork = !isLocal(url) && !isLoopback(url);
  }

  async open(attempt: Attempt): Promise<TransportResponse> {
    if (!this.#hasGoodScheme()) {
      throw new RequestError(badScheme(this.#url.protocol), true);
    }
    let request: StreamRequest;
    try {
      const prepared = prepareRequest(this.#url, this.#options, attempt);
      request = 'init' in prepared ? prepared : await prepared;
    } catch (cause) {
      if (cause instanceof RequestError) throw cause;
      throw new RequestError(badRequest('it could not be put together', cause), true);
    }
    // The caller's own may use the variable that the EventSource is about to be assigned to.
    if (!this.#isPlatform) await undefined;
    if (attempt.signal.aborted) throw attempt.signal.reason;
    this.#refuseStaleHeaders(request.init.headers, attempt.lastError);
    if (!this.#sendsOddIds) dropOddId(request.init.headers);
    const given = await this.#request(request, attempt.signal);
    this.#refuseRedirect(request.init, given);
    const response = readResponse(this.name, request.url, given, this.#isPlatform);
    this.#accepted = namesOf(request.init.headers);
    return response;
  }

  #send({ url, init }: StreamRequest): Promise<unknown> {
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
    try {
      return await this.#send(request);
    } catch (cause) {
      if (signal.aborted || cause instanceof RequestError) throw cause;
      if (await watch.isBlocked()) throw new RequestError(blockedByPolicy(this.name, cause), true);
      if (isRefusedByFetch(request, cause, this.#isPlatform)) {
        return await this.#sendWithoutOddId(request, cause);
      }
      if (!this.#isPlatform) throw cause;
      // A request that got a response before was not mixed content; the page's policy may upgrade it.
      if (!this.#accepted && isMixedContent(request.url)) {
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
    if (!mayBeCorsRefusal(request)) throw cause;
    const accepted = this.#accepted;
    const added = namesOf(request.init.headers).filter((name) => !accepted?.includes(name));
    // Where CORS was in order before, it can only be that the preflight does not allow a new header,
    // Last-Event-ID most of all. Another response without CORS, a proxy's error page say, will pass.
    const responds =
      accepted === undefined
        ? await respondsWithoutCors(request, signal)
        : this.isIdempotent &&
          added.length > 0 &&
          (await respondsWithoutHeaders(request, added, signal));
    if (!responds || signal.aborted) throw cause;
    try {
      if (this.canReopen) return await this.#send(request);
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
      `EventSource: fetch cannot send the last event ID of ${this.name}, as it contains a control character. The server will not know where to resume.`,
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
  #refuseStaleHeaders(
    headers: Record<string, string>,
    lastError: ConnectionFailure | undefined,
  ): void {
    if (typeof this.#options.headers !== 'function') return;
    const before = this.#headers;
    this.#headers = JSON.stringify(headers);
    if (lastError?.status === 401 && this.#headers === before) {
      throw new RequestError(staleHeaders(this.name, lastError), true);
    }
  }

  // Another fetch than the platform's may know more schemes.
  #hasGoodScheme(): boolean {
    return !this.#isPlatform || isLocal(this.#url) || /^https?:$/.test(this.#url.protocol);
  }
}

function namesOf(headers: Record<string, string>): string[] {
  return Object.keys(headers).map((name) => name.toLowerCase());
}

/** Removes an id that has control characters. @returns whether it did */
function dropOddId(headers: Record<string, string>): boolean {
  if (!kControlCharacter.test(headers['Last-Event-ID'] ?? '')) return false;
  return Reflect.deleteProperty(headers, 'Last-Event-ID');
}
