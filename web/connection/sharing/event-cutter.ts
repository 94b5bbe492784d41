import { EventLines } from './event-lines.ts';
import type { Block } from './messages.ts';

const kByteOrderMark = [0xef, 0xbb, 0xbf];
const kSmallBuffer = 4 * 1024; // bytes

/** Cuts the bytes of a body between events. An event that has not ended yet is held back. */
export class EventCutter {
  #lines = new EventLines();
  #id: string;
  readonly #mostHeldBack: number;
  #buffer = new Uint8Array(kSmallBuffer);
  #length = 0; // of what is held back
  #isAtStart = true;

  /**
   * @param id the last event ID so far
   * @param mostHeldBack bytes; the parser fails for so large an event
   */
  constructor(id: string, mostHeldBack: number) {
    this.#id = id;
    this.#mostHeldBack = mostHeldBack;
  }

  /** Takes a chunk. Returns what is complete, in bytes of its own; undefined if nothing is. */
  push(chunk: Uint8Array): Block | undefined {
    this.#append(chunk);
    if (this.#isAtStart && !this.#dropByteOrderMark()) return undefined;
    const lines = this.#lines;
    const bytes = this.#buffer.subarray(0, this.#length);
    lines.read(bytes);
    const isTooLarge = this.#length - lines.boundary > this.#mostHeldBack;
    const end = isTooLarge ? this.#length : lines.boundary;
    if (end === 0) return undefined;
    this.#id = lines.idIn(bytes) ?? this.#id;
    const block = { id: this.#id, bytes: bytes.slice(0, end) };
    this.#buffer.copyWithin(0, end, this.#length);
    this.#length -= end;
    if (isTooLarge) this.#lines = new EventLines();
    else lines.shift(end);
    return block;
  }

  #append(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (length > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(length, this.#buffer.length * 2));
      larger.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = larger;
    }
    this.#buffer.set(chunk, this.#length);
    this.#length = length;
  }

  /** Returns false as long as it is not known whether there is one. */
  #dropByteOrderMark(): boolean {
    const begun = kByteOrderMark.slice(0, this.#length);
    const hasIt = begun.every((byte, index) => byte === this.#buffer[index]);
    if (hasIt && begun.length < kByteOrderMark.length) return false;
    this.#isAtStart = false;
    if (!hasIt) return true;
    this.#buffer.copyWithin(0, kByteOrderMark.length, this.#length);
    this.#length -= kByteOrderMark.length;
    return true;
  }
}
