// The one real connection of those who share it, at the member that makes it.

import type { Attempt } from '../../options/options.ts';
import type { readExcerpt } from '../../request/body-excerpt.ts';
import type { ByteSource, ReadFailure } from '../../request/body-reader.ts';
import type { isEventStream } from '../../request/mime-type.ts';
import type { TransportResponse } from '../../request/transport.ts';

/** What the package has anyway. An import of it from here would have bundlers cut the package in pieces. */
export interface OwnTools {
  /** Makes a connection. */
  connect(attempt: Attempt): Promise<TransportResponse>;
  readonly isEventStream: typeof isEventStream;
  readonly readExcerpt: typeof readExcerpt;
}

/** What is heard of it; nothing any more once it was cancelled. */
export interface OwnConnectionSink {
  /** @param refusal how the body begins, if it is no event stream */
  onResponse(response: TransportResponse, refusal: Uint8Array | undefined): void;
  /** Whether to read on. */
  readonly wantsBytes: boolean;
  onChunk(chunk: Uint8Array): void;
  /** @param by 'none' before there is a response */
  onEnd(by: 'end' | 'broken' | 'none', failure?: ReadFailure): void;
}

export class OwnConnection {
  readonly #tools: OwnTools;
  readonly #sink: OwnConnectionSink;
  readonly #request = new AbortController();
  #body: ByteSource | undefined;
  #isReading = false;
  #isCancelled = false;

  constructor(tools: OwnTools, attempt: Attempt, sink: OwnConnectionSink) {
    this.#tools = tools;
    this.#sink = sink;
    const signalOf = () => this.#signal;
    void this.#open({
      ...attempt,
      get signal() {
        return signalOf();
      },
    });
  }

  /** Aborted for all who look at it once it was cancelled, also in the microtasks before cancel()'s own. */
  get #signal(): AbortSignal {
    if (this.#isCancelled) this.#request.abort();
    return this.#request.signal;
  }

  /** Reads on if more is wanted. */
  pump(): void {
    const body = this.#body;
    if (!body || this.#isReading || !this.#sink.wantsBytes) return;
    this.#isReading = true;
    body.read((chunk, failure) => {
      if (this.#isCancelled) return;
      this.#isReading = false;
      if (chunk) {
        this.#sink.onChunk(chunk);
        body.release(chunk);
        this.pump();
      } else {
        this.#sink.onEnd(failure ? 'broken' : 'end', failure);
      }
    });
  }

  cancel(): void {
    const body = this.#body;
    this.#body = undefined;
    this.#isCancelled = true;
    // Calls functions of the caller's, which may close the source or reconnect it. Not while it is in the
    // middle of something.
    queueMicrotask(() => {
      this.#request.abort();
      body?.cancel();
    });
  }

  async #open(attempt: Attempt): Promise<void> {
    await undefined; // likewise
    if (this.#isCancelled) return;
    try {
      const response = await this.#tools.connect(attempt);
      if (this.#isCancelled) response.body?.cancel();
      else await this.#onResponse(response);
    } catch (cause) {
      if (!this.#isCancelled) this.#sink.onEnd('none', { cause });
    }
  }

  async #onResponse(response: TransportResponse): Promise<void> {
    const { status, headers, body } = response;
    if (status !== 200 || !this.#tools.isEventStream(headers.get('Content-Type') ?? '')) {
      const excerpt = await this.#tools.readExcerpt(body);
      body?.cancel();
      if (!this.#isCancelled) this.#sink.onResponse(response, new TextEncoder().encode(excerpt));
      return;
    }
    this.#body = body;
    this.#sink.onResponse(response, undefined);
    if (this.#isCancelled) return;
    if (body) this.pump();
    else this.#sink.onEnd('end');
  }
}
