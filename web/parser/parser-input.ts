// The way of a stream's chunks into the parser's memory.

import { ParserState } from '../../build/generated/event-table.ts';
import type { Core } from '../core/core.ts';

/** The most bytes that are parsed at once; larger chunks are taken in pieces. */
const kPiece = 256 * 1024;

/** Up to so many bytes are copied and searched for a line end one by one, sooner than by calls. */
const kTiny = 24;

export class ParserInput {
  /** The chunk as long as all of it, and nothing but it, is what was taken last. */
  whole: Uint8Array | undefined;
  /** Where it went, in bytes of the input buffer. */
  wholeStart = 0;

  readonly #core: Core;
  readonly #handle: number;
  readonly #state: number; // index of ParserState among the core's words
  #chunk: Uint8Array | undefined;
  #taken = 0; // bytes of it
  #held = 0; // bytes copied already that hold no line end, so that the parser need not look yet

  constructor(core: Core, handle: number) {
    this.#core = core;
    this.#handle = handle;
    this.#state = core.functions.parserState(handle) >> 2;
  }

  /** Takes a chunk over. False when there is nothing to parse yet. */
  push(chunk: Uint8Array): boolean {
    this.#core.refresh();
    if (chunk.length <= kTiny && this.#hold(chunk)) return false;
    this.#chunk = chunk;
    this.#taken = 0;
    return true;
  }

  get hasMore(): boolean {
    return this.#chunk !== undefined;
  }

  /**
   * Copies the next piece of the chunk to the parser. Returns how many bytes there are to parse; 0 for
   * none, or -1 when there is no memory.
   */
  take(): number {
    const chunk = this.#chunk;
    this.whole = undefined;
    if (chunk === undefined) return 0;
    const core = this.#core;
    const state = this.#state;
    const start = this.#taken;
    const length = Math.min(chunk.length - start, kPiece);
    if (this.#held + length > core.words[state + ParserState.InputRoom]) {
      if (this.#held !== 0) return this.#takeHeld(0);
      const address = core.functions.reserve(this.#handle, length);
      core.refresh();
      if (address === 0) return -1;
    }
    const { words } = core;
    const end = words[state + ParserState.InputEnd] + this.#held;
    const isWhole = length === chunk.length;
    core.bytes.set(
      isWhole ? chunk : chunk.subarray(start, start + length),
      words[state + ParserState.InputBase] + end,
    );
    this.#taken = start + length;
    if (this.#taken === chunk.length) this.#chunk = undefined;
    if (isWhole) {
      this.whole = chunk;
      this.wholeStart = end;
    }
    return this.#takeHeld(length);
  }

  /** Forgets what has not been parsed. */
  clear(): void {
    this.#chunk = this.whole = undefined;
    this.#held = 0;
  }

  /** Copies a tiny chunk that has no line end. */
  #hold(chunk: Uint8Array): boolean {
    const { bytes, words } = this.#core;
    const state = this.#state;
    const { length } = chunk;
    if (isLineEnd(chunk[length - 1])) return false; // most chunks are whole events
    if (this.#held + length > words[state + ParserState.InputRoom]) return false;
    const target =
      words[state + ParserState.InputBase] + words[state + ParserState.InputEnd] + this.#held;
    for (let i = 0; i < length; i++) {
      if (isLineEnd(chunk[i])) return false;
      bytes[target + i] = chunk[i];
    }
    this.#held += length;
    return true;
  }

  #takeHeld(more: number): number {
    const length = this.#held + more;
    this.#held = 0;
    return length;
  }
}

function isLineEnd(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}
