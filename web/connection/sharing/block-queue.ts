import type { ByteSource, ChunkCallback, ReadFailure } from '../../request/body-reader.ts';

/** Bytes that a block takes in memory, beside its own. */
const kOverhead = 256;

/** The blocks of a shared connection as the body of a response. They are passed on as they are, without a copy. */
export class BlockQueue implements ByteSource {
  readonly isOfFetch = false;
  arrived = 0;
  /** Bytes that nobody has read yet, with what each block takes beside its own. */
  bytes = 0;
  readonly #onRead: () => void;
  readonly #blocks: Uint8Array[] = [];
  #end: { readonly failure: ReadFailure | undefined } | undefined; // after the blocks
  #onChunk: ChunkCallback | undefined; // of who has asked, and waits
  #isPassing = false;

  /** @param onRead called when there is room for more */
  constructor(onRead: () => void) {
    this.#onRead = onRead;
  }

  push(block: Uint8Array): void {
    if (block.length === 0) return;
    this.#blocks.push(block);
    this.arrived++;
    this.bytes += block.length + kOverhead;
    this.#passLater();
  }

  /** Ends it after what was pushed. */
  end(failure?: ReadFailure): void {
    this.#end = { failure };
    this.#passLater();
  }

  read(onChunk: ChunkCallback): void {
    this.#onChunk = onChunk;
    this.#passLater();
  }

  release(): void {}

  cancel(): void {
    const onChunk = this.#onChunk;
    this.#onChunk = undefined;
    onChunk?.(undefined);
  }

  /** Not at once: a member is in the middle of something when it pushes a block, and listeners may close it. */
  #passLater(): void {
    if (!this.#onChunk || this.#isPassing || !(this.#end || this.bytes > 0)) return;
    this.#isPassing = true;
    queueMicrotask(() => {
      this.#isPassing = false;
      this.#pass();
    });
  }

  #pass(): void {
    const onChunk = this.#onChunk;
    if (!onChunk) return;
    this.#onChunk = undefined;
    const block = this.#blocks.shift();
    if (!block) {
      onChunk(undefined, this.#end?.failure);
      return;
    }
    this.bytes -= block.length + kOverhead;
    this.#onRead();
    onChunk(block);
  }
}
