import { endOfEventWithId, eventsAfterId, hasNoFields } from './event-lines.ts';
import type { Block } from './messages.ts';

/** Bytes that each block counts for beside its own: it takes more than these, however small it is. */
const kOverhead = 64;

/** The latest blocks of a connection, numbered from 0. */
export class BlockRing {
  readonly #limit: number;
  readonly #blocks = new Map<number, Block>(); // the first of many is taken out of an array ever more slowly
  #bytes = 0;
  #first = 0; // sequence number of the first that is kept
  #idBefore: string; // the last event ID before that
  #latestGone: Uint8Array | undefined; // of those before that which have more than comments
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
    return this.#first + this.#blocks.size;
  }

  /** Whether it has all that has come. */
  get isWhole(): boolean {
    return this.#first === 0;
  }

  push(block: Block): void {
    this.#blocks.set(this.next, block);
    this.#bytes += block.bytes.length + kOverhead;
    this.id = block.id;
    while (this.#bytes > this.#limit) {
      const { id, bytes } = this.#blocks.get(this.#first) as Block;
      this.#blocks.delete(this.#first++);
      this.#bytes -= bytes.length + kOverhead;
      this.#idBefore = id;
      if (!hasNoFields(bytes)) this.#latestGone = bytes;
    }
  }

  /** Begins anew after this event, as nothing but comments has come yet. Returns false where that is not so. */
  beginAfter(id: string): boolean {
    const isEmpty = [...this.#blocks.values()].every(({ bytes }) => hasNoFields(bytes));
    if (this.id !== '' || this.#latestGone || !isEmpty) return false;
    this.#first = this.next;
    this.#blocks.clear();
    this.#bytes = 0;
    this.id = this.#idBefore = id;
    return true;
  }

  has(sequence: number): boolean {
    return sequence >= this.#first && sequence <= this.next;
  }

  /** The blocks from one that it has on. */
  from(sequence: number): readonly Block[] {
    const blocks: Block[] = [];
    for (let at = sequence; at < this.next; at++) blocks.push(this.#blocks.get(at) as Block);
    return blocks;
  }

  /** The last event ID before a block that it has. */
  idBefore(sequence: number): string {
    return this.#blocks.get(sequence - 1)?.id ?? this.#idBefore;
  }

  /** Where the event with this ID ends: a block, and how many bytes of it are before that. */
  find(id: string): { sequence: number; offset: number } | undefined {
    for (let sequence = this.next - 1; sequence >= this.#first; sequence--) {
      const { bytes } = this.#blocks.get(sequence) as Block;
      const offset = endOfEventWithId(bytes, id);
      if (offset === -1) continue;
      const isWhole = offset === bytes.length;
      return isWhole ? { sequence: sequence + 1, offset: 0 } : { sequence, offset };
    }
    if (id !== this.#idBefore) return undefined;
    const gone = this.#latestGone;
    // What followed without an ID may be gone.
    const isMissing = gone && eventsAfterId(gone, id)?.length !== 0;
    return isMissing ? undefined : { sequence: this.#first, offset: 0 };
  }
}
