import type { Attempt } from '../options/options.ts';
import { BodyReader } from './body-reader.ts';
import type { Transport, TransportResponse } from './transport.ts';

/** The URL of a source over a stream of the caller's, as proposed for the standard. */
export const kStreamUrl = 'about:event-stream';

/** A stream that is there already, for EventSource.fromReadableStream(). */
export class StreamTransport implements Transport {
  readonly name = 'The stream';
  readonly canReopen = false;
  readonly isIdempotent = false;
  readonly needsNetwork = false;
  readonly lastResponse = undefined;
  readonly #body: BodyReader;

  /** @throws {TypeError} when the stream is locked */
  constructor(stream: ReadableStream<Uint8Array>) {
    this.#body = new BodyReader(stream, false);
  }

  renew(): boolean {
    return false;
  }

  async open({ signal }: Attempt): Promise<TransportResponse> {
    signal.addEventListener('abort', () => this.#body.cancel(), { once: true });
    const headers = new Headers({ 'Content-Type': 'text/event-stream' });
    return { status: 200, headers, body: this.#body, url: kStreamUrl };
  }
}
