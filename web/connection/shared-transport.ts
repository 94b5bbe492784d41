import { RequestError } from '../failures/connection-failure.ts';
import type { Attempt } from '../options/options.ts';
import type { Options } from '../options/read-options.ts';
import { readExcerpt } from '../request/body-excerpt.ts';
import { BodyReader } from '../request/body-reader.ts';
import { FetchTransport } from '../request/fetch-transport.ts';
import { isEventStream } from '../request/mime-type.ts';
import type { TransportResponse } from '../request/transport.ts';
import { whenNotLeaving } from './page-lifecycle.ts';
import type { Sharing } from './sharing/sharing.ts';
import type { SharingRole } from './stats.ts';

/** Event streams by `fetch`, of which all sources with the same request share one where they can. */
export class SharedTransport extends FetchTransport {
  readonly #url: URL;
  readonly #options: Options;
  #sharing: Sharing | undefined; // once it is loaded, where there can be any

  /** @throws {TypeError} when the request cannot be shared */
  constructor(url: URL, options: Options) {
    super(url, options);
    this.#url = url;
    this.#options = options;
    const { body, method } = options;
    if (body !== undefined || (typeof method === 'string' && !this.isIdempotent)) {
      throw new TypeError(
        "Failed to construct 'EventSource': share needs an idempotent request without a body",
      );
    }
  }

  get sharing(): SharingRole {
    return this.#sharing?.role ?? 'alone';
  }

  override async open(attempt: Attempt): Promise<TransportResponse> {
    try {
      const { startSharing } = await import('./sharing/sharing.ts');
      this.#sharing ??= await startSharing(this.#url, this.#options, {
        connect: (own) => super.open(own),
        BodyReader,
        isEventStream,
        readExcerpt,
        RequestError,
        whenNotLeaving,
      });
    } catch {
      // It could not be loaded.
    }
    if (attempt.signal.aborted) throw attempt.signal.reason; // throwIfAborted() is newer than what is supported
    if (!this.#sharing) return super.open(attempt);
    const response = await this.#sharing.open(attempt);
    this.lastResponse = response;
    return response;
  }

  override renew(): void {
    super.renew();
    this.#sharing?.renew();
  }

  close(): void {
    this.#sharing?.close();
  }
}
