// Reads a body: where the engine can, into buffers of our own whose size follows the load.

import { RequestError } from '../failures/connection-failure.ts';
import { badBody } from '../failures/failure-messages.ts';
import type { FetchLikeResponse } from '../options/options.ts';
import { describeKind } from '../options/validate.ts';

const kSmallBuffer = 4 * 1024; // bytes; a live stream brings an event or two at a time
const kLargeBuffer = 256 * 1024;
const kGrowth = 4;
// The buffers shrink again after so many reads in a row that used less than a part of them.
const kSmallReads = 64;
// Buffers that wait to be used again: a page that keeps up needs two.
const kMostSpares = 4;
// Chunks without a byte in a row, after which the page has its turn.
const kEmptyChunks = 1000;

type Result = { readonly done?: boolean; readonly value?: unknown };

/** As much of a ReadableStreamDefaultReader as is needed. */
interface ChunkReader {
  read(): unknown;
  cancel(): unknown;
}

/** The reader of a web stream of any make, or of what can be iterated over, as bodies in Node can. */
function chunkReader(body: unknown): ChunkReader {
  const stream = body as ReadableStream & AsyncIterable<unknown>;
  if (typeof stream.getReader === 'function') return stream.getReader();
  if (typeof stream[Symbol.asyncIterator] !== 'function') {
    throw new TypeError('its body cannot be read as a stream');
  }
  const iterator = stream[Symbol.asyncIterator]();
  return { read: () => iterator.next(), cancel: () => iterator.return?.() };
}

/** A copy: whoever made the chunk may use its buffer again for the next one. */
function copyOfBytes(chunk: unknown): Uint8Array {
  if (ArrayBuffer.isView(chunk)) {
    return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength).slice();
  }
  if (Object.prototype.toString.call(chunk) === '[object ArrayBuffer]') {
    return new Uint8Array(chunk as ArrayBuffer).slice();
  }
  throw new RequestError(
    badBody(`chunks must be bytes, a Uint8Array (got ${describeKind(chunk)})`),
    true,
  );
}

export class BodyReader {
  readonly #byob: ReadableStreamBYOBReader | undefined;
  readonly #reader: ChunkReader;
  readonly #isOfFetch: boolean;
  /** Chunks that have come, those included that nobody has asked for yet. */
  arrived = 0;
  #isCancelled = false;
  #size = kSmallBuffer;
  #spares: ArrayBufferLike[] = []; // buffers that came back, all of #size
  #smallReads = 0;
  #next: Promise<Result>;

  /**
   * @param isOfFetch whether the browser's own `fetch` made the stream. Others are read without a
   *   buffer of ours: a byte stream that a script closes while a read has one never ends, unless the
   *   script knows to respond to that read, too.
   * @throws {TypeError} when it is locked, or cannot be read as a stream
   */
  constructor(body: NonNullable<FetchLikeResponse['body']>, isOfFetch: boolean) {
    this.#isOfFetch = isOfFetch;
    try {
      if (isOfFetch) this.#byob = (body as ReadableStream).getReader({ mode: 'byob' });
    } catch {
      // An engine without these readers, or without byte streams in fetch.
    }
    this.#reader = this.#byob ? (this.#byob as unknown as ChunkReader) : chunkReader(body);
    this.#next = this.#read();
  }

  /**
   * The next bytes, the caller's until release(); undefined at the end.
   *
   * @throws {RequestError} when the stream brings anything else than bytes
   * @throws what the stream was errored with
   */
  async read(): Promise<Uint8Array | undefined> {
    for (let empty = 1; !this.#isCancelled; empty++) {
      const { done, value } = await this.#next;
      if (done) return undefined;
      const chunk = value as Uint8Array;
      if (this.#byob) this.#followLoad(chunk);
      this.#next = this.#read();
      if (chunk.length > 0) return chunk;
      if (empty % kEmptyChunks === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    }
    return undefined;
  }

  // There is always a read under way: bytes that a stream still has in its queue when it is errored,
  // because the connection was cut right after them, are lost, and events with them.
  #read(): Promise<Result> {
    const reading = this.#byob
      ? this.#byob.read(new Uint8Array(this.#room()))
      : this.#isOfFetch
        ? (this.#reader.read() as Promise<Result>)
        : this.#readCopy();
    const onArrival = ({ value }: Result) => {
      if ((value as Uint8Array | undefined)?.length) this.arrived++;
    };
    reading.then(onArrival, () => {}); // read() will say so
    return reading;
  }

  /** Of a stream that a script made, perhaps wrongly. */
  async #readCopy(): Promise<Result> {
    const result = (await this.#reader.read()) as Result | undefined;
    if (typeof result !== 'object' || result === null) {
      throw new RequestError(
        badBody(`a read must give an object (got ${describeKind(result)})`),
        true,
      );
    }
    const { done, value } = result;
    return done ? { done: true } : { value: copyOfBytes(value) };
  }

  /** The bytes of a chunk are not needed any more; its buffer may be used again. */
  release({ buffer }: Uint8Array): void {
    if (!this.#byob || buffer.byteLength !== this.#size) return;
    if (this.#spares.length < kMostSpares) this.#spares.push(buffer);
  }

  #room(): ArrayBuffer {
    const spare = this.#spares.pop(); // the stream takes it away, and gives it back with the bytes
    return spare === undefined ? new ArrayBuffer(this.#size) : (spare as ArrayBuffer);
  }

  #followLoad({ buffer, byteLength }: Uint8Array): void {
    if (byteLength === buffer.byteLength) {
      this.#resize(Math.max(this.#size, Math.min(byteLength * kGrowth, kLargeBuffer)));
    }
    this.#smallReads = byteLength * kGrowth > this.#size ? 0 : this.#smallReads + 1;
    if (this.#smallReads < kSmallReads) return;
    this.#smallReads = 0;
    this.#resize(Math.max(this.#size / kGrowth, kSmallBuffer));
  }

  #resize(size: number): void {
    if (size === this.#size) return;
    this.#size = size;
    this.#spares = [];
  }

  /** Lets the stream go; nothing more is wanted of it. Never throws. */
  cancel(): void {
    this.#isCancelled = true;
    // Rejects when the stream is errored, be it by the abort of its request: nothing to say about that.
    const cancel = async () => this.#reader.cancel();
    cancel().catch(() => {});
  }
}
