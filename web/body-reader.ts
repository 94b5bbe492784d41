// Reads a body: where the engine can, into a buffer of our own whose size follows the load.

const kSmallBuffer = 4 * 1024; // bytes; a live stream brings an event or two at a time
const kLargeBuffer = 256 * 1024;
const kGrowth = 4;
// The buffer shrinks again after so many reads in a row that used less than a part of it.
const kSmallReads = 64;

export class BodyReader {
  readonly #byob: ReadableStreamBYOBReader | undefined;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #size = kSmallBuffer;
  #buffer: ArrayBufferLike | undefined;
  #smallReads = 0;

  /** @throws {TypeError} when the stream is locked */
  constructor(body: ReadableStream<Uint8Array>) {
    try {
      this.#byob = body.getReader({ mode: 'byob' });
    } catch {
      // Not a stream of bytes, or an engine without these readers. If it is locked, this throws again:
      this.#reader = body.getReader();
    }
  }

  /**
   * The next bytes, to be used before the next call; undefined at the end.
   *
   * @throws what the stream was errored with; TypeError when it brings anything else than bytes
   */
  async read(): Promise<Uint8Array | undefined> {
    if (this.#byob) return this.#readInto(this.#byob);
    const { done, value } = await (this.#reader as ReadableStreamDefaultReader).read();
    if (done) return undefined;
    if (value instanceof Uint8Array) return value;
    throw new TypeError('The stream of an EventSource must bring chunks of Uint8Array');
  }

  async #readInto(byob: ReadableStreamBYOBReader): Promise<Uint8Array | undefined> {
    const size = this.#size;
    const buffer =
      this.#buffer?.byteLength === size ? (this.#buffer as ArrayBuffer) : new ArrayBuffer(size);
    this.#buffer = undefined; // the stream takes it away, and gives it back with the bytes
    const { done, value } = await byob.read(new Uint8Array(buffer));
    if (done || value === undefined) return undefined;
    this.#buffer = value.buffer;
    this.#adapt(value.byteLength);
    return value;
  }

  #adapt(length: number): void {
    if (length === this.#size) this.#size = Math.min(length * kGrowth, kLargeBuffer);
    this.#smallReads = length * kGrowth > this.#size ? 0 : this.#smallReads + 1;
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
