import { EventLines } from './event-lines.ts';
import type { Block } from './messages.ts';

const kByteOrderMark = [0xef, 0xbb, 0xbf];
const kPage = 4 * 1024; // bytes

/** Cuts the bytes of a body between events. An event that has not ended yet is held back. */
export class EventCutter {
  #lines = new EventLines();
  #id: string;
  readonly #mostHeldBack: number;
  // What was cut stays where it is, and is not written to any more: a buffer for each block would cost more than
  // all else here.
  #page = new Uint8Array(kPage);
  #start = 0; // of what is held back
  #end = 0;
  #isAtStart = true;

  /**
   * @param id the last event ID so far
   * @param mostHeldBack bytes; the parser fails for so large an event
   */
  constructor(id: string, mostHeldBack: number) {
    this.#id = id;
    this.#mostHeldBack = mostHeldBack;
  }

  /** The latest `retry` field. */
  get retry(): string | undefined {
    return this.#lines.retry;
  }

  /**
   * Takes a chunk. Returns what is complete, in bytes that do not change any more, maybe of a larger buffer;
   * undefined if nothing is.
   */
  push(chunk: Uint8Array): Block | undefined {
    this.#append(chunk);
    if (this.#isAtStart && !this.#dropByteOrderMark()) return undefined;
    const lines = this.#lines;
    const bytes = this.#page.subarray(this.#start, this.#end);
    lines.read(bytes);
    const isTooLarge = bytes.length - lines.boundary > this.#mostHeldBack;
    const end = isTooLarge ? bytes.length : lines.boundary;
    if (end === 0) return undefined;
    this.#id = lines.idIn(bytes) ?? this.#id;
    this.#start += end;
    if (isTooLarge) this.#lines = new EventLines();
    else lines.shift(end);
    return { id: this.#id, bytes: end === bytes.length ? bytes : bytes.subarray(0, end) };
  }

  #append(chunk: Uint8Array): void {
    if (this.#end + chunk.length > this.#page.length) {
      const held = this.#page.subarray(this.#start, this.#end);
      this.#page = new Uint8Array(Math.max(kPage, held.length * 2 + chunk.length));
      this.#page.set(held);
      this.#start = 0;
      this.#end = held.length;
    }
    this.#page.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** Returns false as long as it is not known whether there is one. */
  #dropByteOrderMark(): boolean {
    const begun = kByteOrderMark.slice(0, this.#end);
    const hasIt = begun.every((byte, index) => byte === this.#page[index]);
    if (hasIt && begun.length < kByteOrderMark.length) return false;
    this.#isAtStart = false;
    if (hasIt) this.#start = kByteOrderMark.length;
    return true;
  }
}
