import { endOfEventWithId } from './event-lines.ts';
import type { Block } from './messages.ts';

/** The latest blocks of a connection, numbered from 0. */
export class BlockRing {
  readonly #limit: number;
  readonly #blocks: Block[] = [];
  #bytes = 0;
  #first = 0; // sequence number of the first that is kept
  #idBefore: string; // the last event ID before that
  /** The last event ID. */
  id: string;

  /**
   * @param id the last event ID before the first block
   * @param limit bytes
   */
  constructor(id: string, limit: number) {
    this.id = id;
    this.#idBefore = id;
    this.#limit = limit;
  }

  /** The sequence number of the next block. */
  get next(): number {
    return this.#first + this.#blocks.length;
  }

  /** Whether it has all that has come. */
  get isWhole(): boolean {
    return this.#first === 0;
  }

  push(block: Block): void {
    this.#blocks.push(block);
    this.#bytes += block.bytes.length;
    this.id = block.id;
    while (this.#bytes > this.#limit) {
      const { id, bytes } = this.#blocks.shift() as Block;
      this.#bytes -= bytes.length;
      this.#idBefore = id;
      this.#first++;
    }
  }

  has(sequence: number): boolean {
    return sequence >= this.#first && sequence <= this.next;
  }

  /** The blocks from one that it has on. */
  from(sequence: number): readonly Block[] {
    return this.#blocks.slice(sequence - this.#first);
  }

  /** The last event ID before a block that it has. */
  idBefore(sequence: number): string {
    return this.#blocks[sequence - this.#first - 1]?.id ?? this.#idBefore;
  }

  /** Where the event with this ID ends: a block, and how many bytes of it are before that. */
  find(id: string): { sequence: number; offset: number } | undefined {
    for (let index = this.#blocks.length - 1; index >= 0; index--) {
      const { bytes } = this.#blocks[index] as Block;
      const offset = endOfEventWithId(bytes, id);
      if (offset === -1) continue;
      const isWhole = offset === bytes.length;
      const sequence = this.#first + index;
      return isWhole ? { sequence: sequence + 1, offset: 0 } : { sequence, offset };
    }
    return id === this.#idBefore ? { sequence: this.#first, offset: 0 } : undefined;
  }
}
