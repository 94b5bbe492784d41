import { type ConnectionFailure, RequestError } from '../failures/connection-failure.ts';
import { badScheme, corsRefusal, staleHeaders } from '../failures/failure-messages.ts';
import type { Attempt } from '../options/options.ts';
import type { Options } from '../options/read-options.ts';
import { isReadableStream } from '../options/validate.ts';
import { BodyReader } from './body-reader.ts';
import { answersWithoutCors, mayBeCorsRefusal } from './cors-probe.ts';
import { prepareRequest, type StreamRequest, sendRequest } from './request.ts';
import type { Transport, TransportResponse } from './transport.ts';
import { describeUrl } from './url.ts';

const kLoopback = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/;
// https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2
const kIdempotent = /^(?:GET|HEAD|OPTIONS|PUT|DELETE)$/;

/** Event streams by `fetch`. */
export class FetchTransport implements Transport {
  readonly name: string;
  readonly canReopen: boolean;
  readonly isIdempotent: boolean;
  readonly needsNetwork: boolean;
  readonly #url: URL;
  readonly #options: Options;
  // Once a server has answered, its CORS headers are in order.
  #mayBeCors: boolean;
  #headers = ''; // what the `headers` function gave for the request before

  constructor(url: URL, options: Options) {
    this.#url = url;
    this.#options = options;
    const { mode } = options.retry;
    this.name = describeUrl(url);
    this.isIdempotent = kIdempotent.test(options.method);
    this.canReopen =
      (mode === 'default' ? this.isIdempotent : mode === 'on') && !isReadableStream(options.body);
    this.needsNetwork = !kLoopback.test(url.hostname);
    this.#mayBeCors = options.fetch === undefined && mayBeCorsRefusal();
  }

  async open(attempt: Attempt): Promise<TransportResponse> {
    if (!this.#hasGoodScheme()) {
      throw new RequestError(badScheme(this.#url.protocol), true);
    }
    const request = await prepareRequest(this.#url, this.#options, attempt);
    attempt.signal.throwIfAborted();
    this.#refuseStaleHeaders(request.init.headers, attempt.lastError);
    let response: Response;
    try {
      response = await sendRequest(request, this.#options);
    } catch (cause) {
      response = await this.#sendAgain(request, attempt, cause);
    }
    this.#mayBeCors = false;
    return {
      status: response.status,
      headers: new Headers(response.headers),
      body: response.body
        ? new BodyReader(response.body, this.#options.fetch === undefined)
        : undefined,
      origin: new URL(response.url || this.#url.href).origin,
    };
  }

  /**
   * After a failure that may be a CORS refusal: if the server answers a request that needs no CORS, and
   * refuses this one once more, it is one. The second time makes sure: a network that was gone for a
   * moment only, or has changed, looks the same at first.
   */
  async #sendAgain(request: StreamRequest, attempt: Attempt, cause: unknown): Promise<Response> {
    if (!this.#mayBeCors || cause instanceof RequestError) throw cause;
    this.#mayBeCors = false; // asked once
    if (!(await answersWithoutCors(request.url, attempt.signal))) throw cause;
    attempt.signal.throwIfAborted();
    try {
      if (this.canReopen) return await sendRequest(request, this.#options);
    } catch {
      // As expected.
    }
    throw new RequestError(corsRefusal(this.name, cause, request.init), true);
  }

  /** A server that answered 401 is not asked again with the same credentials. */
  #refuseStaleHeaders(headers: Headers, lastError: ConnectionFailure | undefined): void {
    if (typeof this.#options.headers !== 'function') return;
    const before = this.#headers;
    this.#headers = JSON.stringify([...headers]);
    if (lastError?.status === 401 && this.#headers === before) {
      throw new RequestError(staleHeaders(this.name, lastError), true);
    }
  }

  // Another fetch than the platform's may know more schemes.
  #hasGoodScheme(): boolean {
    return this.#options.fetch !== undefined || /^https?:$/.test(this.#url.protocol);
  }
}
