// Reads a body: where the engine can, into buffers of our own whose size follows the load.

import { RequestError } from '../failures/connection-failure.ts';
import { badBody } from '../failures/failure-messages.ts';
import { toBytes } from '../options/buffer-source.ts';
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

/** What a read gives. */
type Result = {
  readonly done?: boolean;
  readonly value?: unknown;
};

/** A RequestError when the stream brings anything else than bytes, or what it was errored with. */
export interface ReadFailure {
  readonly cause: unknown;
}

/** Takes bytes, its own until release(); undefined when the body has ended, as it should or by a failure. */
export type ChunkCallback = (chunk: Uint8Array | undefined, failure?: ReadFailure) => void;

/** Where the bytes of a response come from. */
export type ByteSource = Pick<BodyReader, 'arrived' | 'cancel' | 'isOfFetch' | 'read' | 'release'>;

/** As much of a ReadableStreamDefaultReader as is needed. */
interface ChunkReader {
  read(): unknown;
  cancel(): unknown;
}

/** The reader of a web stream of any make, or of what can be iterated over, as bodies in Node can. */
function chunkReader(body: unknown): ChunkReader {
  const stream = body as ReadableStream & AsyncIterable<unknown>;
  if (typeof stream.getReader === 'function') {
    const reader = stream.getReader();
    if (typeof reader?.read === 'function') return reader;
  } else if (typeof stream[Symbol.asyncIterator] === 'function') {
    const iterator = stream[Symbol.asyncIterator]();
    if (typeof iterator?.next === 'function') {
      return { read: () => iterator.next(), cancel: () => iterator.return?.() };
    }
  }
  throw new TypeError('its body cannot be read as a stream');
}

/** A copy: whoever made the chunk may use its buffer again for the next one. */
function copyOfBytes(chunk: unknown): Uint8Array {
  try {
    return new Uint8Array(toBytes(chunk, 'A chunk')); // slice() of Node's Buffer makes no copy
  } catch {
    throw new RequestError(
      badBody(`chunks must be bytes, a Uint8Array (got ${describeKind(chunk)})`),
      true,
    );
  }
}

export class BodyReader {
  readonly #byob: ReadableStreamBYOBReader | undefined;
  readonly #reader: ChunkReader;
  /** Whether the browser's own `fetch` made the stream, which then came in a task of its own. */
  readonly isOfFetch: boolean;
  /** Chunks that have come, those included that nobody has asked for yet. */
  arrived = 0;
  #size = kSmallBuffer;
  #spares: ArrayBufferLike[] = []; // buffers that came back, all of #size
  #smallReads = 0;
  #emptyChunks = 0; // in a row
  #next: Result | undefined; // has come, and nobody has asked for it yet
  #failure: ReadFailure | undefined; // how the body ended, if not as it should
  #onChunk: ChunkCallback | undefined; // of who has asked, and waits
  #isCancelled = false;

  /**
   * @param isOfFetch whether the browser's own `fetch` made the stream. Others are read without a
   *   buffer of ours: a byte stream that a script closes while a read has one never ends, unless the
   *   script knows to respond to that read, too.
   * @throws {TypeError} when it is locked, or cannot be read as a stream
   */
  constructor(body: NonNullable<FetchLikeResponse['body']>, isOfFetch: boolean) {
    this.isOfFetch = isOfFetch;
    try {
      if (isOfFetch) this.#byob = (body as ReadableStream).getReader({ mode: 'byob' });
    } catch {
      // An engine without these readers, or without byte streams in fetch.
    }
    this.#reader = this.#byob ? (this.#byob as unknown as ChunkReader) : chunkReader(body);
    this.#read();
  }

  /**
   * Asks for the next bytes, once what was asked for before has come. Calls back once, later: a promise of
   * our own would be the greater part of what a live stream's chunks cost, of one event each.
   */
  read(onChunk: ChunkCallback): void {
    this.#onChunk = onChunk;
    const next = this.#next;
    if (next !== undefined) void Promise.resolve(next).then(this.#pass);
  }

  // Between two tasks there is always a read under way: bytes that a stream still has in its queue when
  // it is errored, because the connection was cut right after them, are lost, and events with them.
  #read(): void {
    if (this.#isCancelled) return;
    let reading: Promise<Result>;
    try {
      reading = this.#byob
        ? this.#byob.read(new Uint8Array(this.#room()))
        : this.isOfFetch
          ? (this.#reader.read() as Promise<Result>)
          : this.#readCopy();
    } catch (cause) {
      reading = Promise.reject(cause); // there was no memory for a buffer
    }
    reading.then(this.#onResult, this.#onFailure);
  }

  readonly #onResult = (result: Result): void => {
    if ((result.value as Uint8Array | undefined)?.length) this.arrived++;
    this.#next = result;
    this.#pass(result);
  };

  readonly #onFailure = (cause: unknown): void => {
    this.#failure = { cause };
    this.#onResult({ done: true });
  };

  /** Hands on what has come, to who has asked. The end stays. */
  readonly #pass = ({ done, value }: Result): void => {
    const onChunk = this.#onChunk;
    if (onChunk === undefined) return;
    const chunk = value as Uint8Array;
    if (done || chunk.length > 0) this.#onChunk = undefined;
    if (done) {
      onChunk(undefined, this.#failure);
      return;
    }
    this.#next = undefined;
    if (this.#byob) this.#followLoad(chunk);
    if (chunk.length > 0) {
      this.#emptyChunks = 0;
      onChunk(chunk);
    } else if (++this.#emptyChunks % kEmptyChunks === 0) {
      setTimeout(() => this.#read());
      return;
    }
    // Now that its listeners have run, lest the next chunk overtakes the microtasks that they led to.
    this.#read();
  };

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
    const onChunk = this.#onChunk;
    this.#onChunk = undefined;
    onChunk?.(undefined);
    // Rejects when the stream is errored, be it by the abort of its request: nothing to say about that.
    // Later, as in Node a clone of a response that is aborted and cancelled at once rejects unhandled.
    const cancel = async () => {
      await undefined;
      await this.#reader.cancel();
    };
    cancel().catch(() => {});
  }
}
