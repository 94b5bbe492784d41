import { RequestError } from '../failures/connection-failure.ts';
import type { Attempt } from '../options/options.ts';
import type { Options } from '../options/read-options.ts';
import type { SharingRole } from '../options/share-option.ts';
import { readExcerpt } from '../request/body-excerpt.ts';
import { FetchTransport } from '../request/fetch-transport.ts';
import { isEventStream } from '../request/mime-type.ts';
import type { TransportResponse } from '../request/transport.ts';
import { whenNotLeaving } from './page-lifecycle.ts';
import type { Sharing } from './sharing/sharing.ts';

/** Event streams by `fetch`, of which all sources with the same request share one where they can. */
export class SharedTransport extends FetchTransport {
  readonly #load: () => Promise<Sharing | undefined>;
  #sharing: Sharing | undefined; // once it is loaded, where there can be any

  /** @throws {TypeError} when the request cannot be shared */
  constructor(url: URL, options: Options) {
    super(url, options);
    if (options.body !== undefined || (typeof options.method === 'string' && !this.isIdempotent)) {
      throw new TypeError(
        "Failed to construct 'EventSource': share needs an idempotent request without a body",
      );
    }
    this.#load = async () =>
      (await import('./sharing/sharing.ts')).startSharing(
        url,
        options,
        (own) => super.open(own),
        isEventStream,
        readExcerpt,
        RequestError,
        whenNotLeaving,
      );
  }

  get sharing(): SharingRole {
    return this.#sharing?.role ?? 'alone';
  }

  override async open(attempt: Attempt): Promise<TransportResponse> {
    try {
      const sharing = this.#sharing ?? (await this.#load());
      this.#sharing ??= sharing; // an attempt that came meanwhile may have been sooner
    } catch {
      // It could not be loaded.
    }
    if (attempt.signal.aborted) throw attempt.signal.reason;
    if (!this.#sharing) return super.open(attempt);
    const response = await this.#sharing.open(attempt);
    const { status, headers, url } = response;
    this.lastResponse = { status, headers, url };
    return response;
  }

  override renew(): boolean {
    this.#sharing?.renew();
    return super.renew();
  }

  close(): void {
    this.#sharing?.close();
  }
}
