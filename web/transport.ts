// Where an event stream comes from: a request that can be made again, or a stream of the caller's own.

import { BodyReader } from './body-reader.ts';
import { answersWithoutCors, mayBeCorsRefusal } from './cors-probe.ts';
import type { Failure } from './failures.ts';
import { badRequest, badScheme, corsRefusal, noConnection, redirectRefused } from './failures.ts';
import type { Attempt, Options } from './options.ts';
import {
  prepareRequest,
  RedirectRefusedError,
  RequestPreparationError,
  type StreamRequest,
  sendRequest,
} from './request.ts';
import { describeUrl } from './resolve-url.ts';

/** What came back, before it is known to be an event stream. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: BodyReader | undefined;
  /** The origin of the URL that answered, after redirects; serialised. */
  readonly origin: string;
}

/** Why there is no answer, and whether another attempt would be in vain. */
export interface NoAnswer {
  readonly failure: Failure;
  readonly isFinal: boolean;
}

export interface Transport {
  /** For messages. */
  readonly name: string;
  /** Whether it can be opened again, and may be without the caller's word. */
  readonly isRepeatable: boolean;
  /** Whether it takes a network to reach it, so that there is no use in trying while offline. */
  readonly needsNetwork: boolean;
  /** Aborting `attempt.signal` ends it, at any moment. */
  open(attempt: Attempt): Promise<Answer>;
  /** What it means that `open` was rejected. Never rejects itself. */
  explain(cause: unknown, signal: AbortSignal): Promise<NoAnswer>;
}

const kLoopback = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/;
// https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2
const kIdempotent = /^(?:GET|HEAD|OPTIONS|PUT|DELETE)$/;

/** Event streams by `fetch`. */
export class FetchTransport implements Transport {
  readonly name: string;
  readonly isRepeatable: boolean;
  readonly needsNetwork: boolean;
  readonly #url: URL;
  readonly #options: Options;
  #request: StreamRequest | undefined;
  // Once a server has answered, its CORS headers are in order.
  #mayBeCors: boolean;

  constructor(url: URL, options: Options) {
    this.#url = url;
    this.#options = options;
    this.name = describeUrl(url);
    this.isRepeatable = kIdempotent.test(options.method);
    this.needsNetwork = !kLoopback.test(url.hostname);
    this.#mayBeCors = options.fetch === undefined && mayBeCorsRefusal(url);
  }

  async open(attempt: Attempt): Promise<Answer> {
    if (!this.#hasGoodScheme()) throw undefined;
    const request = await prepareRequest(this.#url, this.#options, attempt);
    if (attempt.signal.aborted) throw attempt.signal.reason;
    this.#request = request;
    const response = await sendRequest(request, this.#options);
    this.#mayBeCors = false;
    return {
      status: response.status,
      headers: response.headers,
      body: response.body ? new BodyReader(response.body) : undefined,
      origin: new URL(response.url || this.#url.href).origin,
    };
  }

  async explain(cause: unknown, signal: AbortSignal): Promise<NoAnswer> {
    if (!this.#hasGoodScheme()) {
      return { failure: badScheme(this.#url.protocol), isFinal: true };
    }
    if (cause instanceof RequestPreparationError) {
      return { failure: badRequest(cause), isFinal: !cause.mayPass };
    }
    if (cause instanceof RedirectRefusedError) {
      return { failure: redirectRefused(this.name), isFinal: true };
    }
    if (this.#mayBeCors && this.#request) {
      this.#mayBeCors = false; // asked at most once
      if (await answersWithoutCors(this.#request.url, signal)) {
        return { failure: corsRefusal(this.name, cause, this.#request.init), isFinal: true };
      }
    }
    return { failure: noConnection(this.name, cause), isFinal: false };
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
  readonly needsNetwork = false;
  readonly #body: BodyReader;

  /** @throws {TypeError} when the stream is locked */
  constructor(stream: ReadableStream<Uint8Array>) {
    this.#body = new BodyReader(stream);
  }

  async open({ signal }: Attempt): Promise<Answer> {
    signal.addEventListener('abort', () => this.#body.cancel(), { once: true });
    const headers = new Headers({ 'Content-Type': 'text/event-stream' });
    return { status: 200, headers, body: this.#body, origin: 'null' };
  }

  async explain(cause: unknown): Promise<NoAnswer> {
    return { failure: noConnection(this.name, cause), isFinal: true };
  }
}
