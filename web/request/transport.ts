// Where an event stream comes from: a request that can be made again, or a stream of the caller's own.

import type { ConnectionFailure } from '../events/error-event.ts';
import {
  badScheme,
  corsRefusal,
  NoAnswerError,
  staleHeaders,
} from '../failures/failure-messages.ts';
import { type Attempt, isStream, type Options } from '../options/options.ts';
import { BodyReader } from './body-reader.ts';
import { answersWithoutCors, mayBeCorsRefusal } from './cors-probe.ts';
import { prepareRequest, type StreamRequest, sendRequest } from './request.ts';
import { describeUrl } from './url.ts';

/** What came back, before it is known to be an event stream. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: BodyReader | undefined;
  /** The origin of the URL that answered, after redirects; serialised. */
  readonly origin: string;
}

export interface Transport {
  /** For messages. */
  readonly name: string;
  /** Whether it can be opened again, and may be without the caller's word. */
  readonly isRepeatable: boolean;
  /** Whether opening it again changes nothing at the other end. */
  readonly isIdempotent: boolean;
  /** Whether it takes a network to reach it, so that there is no use in trying while offline. */
  readonly needsNetwork: boolean;
  /**
   * Aborting `attempt.signal` ends it, at any moment.
   *
   * @throws {NoAnswerError} when more is known than that there is no connection
   */
  open(attempt: Attempt): Promise<Answer>;
}

const kLoopback = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/;
// https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2
const kIdempotent = /^(?:GET|HEAD|OPTIONS|PUT|DELETE)$/;

/** Event streams by `fetch`. */
export class FetchTransport implements Transport {
  readonly name: string;
  readonly isRepeatable: boolean;
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
    this.name = describeUrl(url);
    this.isIdempotent = kIdempotent.test(options.method);
    this.isRepeatable = (options.retry.isAsked ?? this.isIdempotent) && !isStream(options.body);
    this.needsNetwork = !kLoopback.test(url.hostname);
    this.#mayBeCors = options.fetch === undefined && mayBeCorsRefusal();
  }

  async open(attempt: Attempt): Promise<Answer> {
    if (!this.#hasGoodScheme()) {
      throw new NoAnswerError(badScheme(this.#url.protocol), true);
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
    if (!this.#mayBeCors || cause instanceof NoAnswerError) throw cause;
    this.#mayBeCors = false; // asked once
    if (!(await answersWithoutCors(request.url, attempt.signal))) throw cause;
    attempt.signal.throwIfAborted();
    try {
      if (this.isRepeatable) return await sendRequest(request, this.#options);
    } catch {
      // As expected.
    }
    throw new NoAnswerError(corsRefusal(this.name, cause, request.init), true);
  }

  /** A server that answered 401 is not asked again with the same credentials. */
  #refuseStaleHeaders(headers: Headers, lastError: ConnectionFailure | undefined): void {
    if (typeof this.#options.headers !== 'function') return;
    const before = this.#headers;
    this.#headers = JSON.stringify([...headers]);
    if (lastError?.status === 401 && this.#headers === before) {
      throw new NoAnswerError(staleHeaders(this.name, lastError), true);
    }
  }

  // Another fetch than the platform's may know more schemes.
  #hasGoodScheme(): boolean {
    return this.#options.fetch !== undefined || /^https?:$/.test(this.#url.protocol);
  }
}

/** A stream that is there already, for EventSource.fromReadableStream(). */
export class StreamTransport implements Transport {
  readonly name = 'The stream';
  readonly isRepeatable = false;
  readonly isIdempotent = false;
  readonly needsNetwork = false;
  readonly #body: BodyReader;

  /** @throws {TypeError} when the stream is locked */
  constructor(stream: ReadableStream<Uint8Array>) {
    this.#body = new BodyReader(stream, false);
  }

  async open({ signal }: Attempt): Promise<Answer> {
    signal.addEventListener('abort', () => this.#body.cancel(), { once: true });
    const headers = new Headers({ 'Content-Type': 'text/event-stream' });
    return { status: 200, headers, body: this.#body, origin: 'null' };
  }
}
