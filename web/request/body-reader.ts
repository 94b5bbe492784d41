// Reads a body: where the engine can, into buffers of our own whose size follows the load.

const kSmallBuffer = 4 * 1024; // bytes; a live stream brings an event or two at a time
const kLargeBuffer = 256 * 1024;
const kGrowth = 4;
// The buffers shrink again after so many reads in a row that used less than a part of them.
const kSmallReads = 64;

type Reading = Promise<ReadableStreamReadResult<Uint8Array>>;

export class BodyReader {
  readonly #byob: ReadableStreamBYOBReader | undefined;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #size = kSmallBuffer;
  #spare: ArrayBufferLike | undefined; // what the chunk before the last was read into
  #last: ArrayBufferLike | undefined;
  #smallReads = 0;
  #next: Reading;
  /** Whether it may be read before its chunks are wanted. */
  readonly mayReadAhead: boolean;

  /**
   * @param isOfFetch whether the browser's own `fetch` made the stream. Others are read without a
   *   buffer of ours: a byte stream that a script closes while a read has one never ends, unless the
   *   script knows to respond to that read, too.
   * @throws {TypeError} when the stream is locked
   */
  constructor(body: ReadableStream<Uint8Array>, isOfFetch: boolean) {
    this.mayReadAhead = isOfFetch;
    try {
      if (isOfFetch) this.#byob = body.getReader({ mode: 'byob' });
    } catch {
      // An engine without these readers, or without byte streams in fetch.
    }
    if (!this.#byob) this.#reader = body.getReader();
    this.#next = this.#read();
  }

  /**
   * The next bytes, to be used before the next call; undefined at the end.
   *
   * @throws what the stream was errored with; TypeError when it brings anything else than bytes
   */
  async read(): Promise<Uint8Array | undefined> {
    const { done, value } = await this.#next;
    if (done) return undefined;
    if (!(value instanceof Uint8Array)) {
      throw new TypeError('The stream of an EventSource must bring chunks of Uint8Array');
    }
    if (this.#byob) this.#exchange(value);
    this.#next = this.#read();
    return value;
  }

  // There is always a read under way: bytes that a stream still has in its queue when it is errored,
  // because the connection was cut right after them, are lost, and events with them.
  #read(): Reading {
    const reading = this.#byob
      ? (this.#byob.read(new Uint8Array(this.#room())) as Reading)
      : (this.#reader as ReadableStreamDefaultReader<Uint8Array>).read();
    reading.catch(() => {}); // read() will say so
    return reading;
  }

  #room(): ArrayBuffer {
    const spare = this.#spare;
    this.#spare = undefined; // the stream takes it away, and gives it back with the bytes
    return spare?.byteLength === this.#size ? (spare as ArrayBuffer) : new ArrayBuffer(this.#size);
  }

  #exchange({ buffer, byteLength }: Uint8Array): void {
    this.#spare = this.#last;
    this.#last = buffer;
    if (byteLength === buffer.byteLength) {
      this.#size = Math.max(this.#size, Math.min(byteLength * kGrowth, kLargeBuffer));
    }
    this.#smallReads = byteLength * kGrowth > this.#size ? 0 : this.#smallReads + 1;
    if (this.#smallReads < kSmallReads) return;
    this.#smallReads = 0;
    this.#size = Math.max(this.#size / kGrowth, kSmallBuffer);
  }

  /** Lets the stream go; nothing more is wanted of it. */
  cancel(): void {
    // Rejects when the stream is errored, be it by the abort of its request: nothing to say about that.
    (this.#byob ?? this.#reader)?.cancel().catch(() => {});
  }
}
