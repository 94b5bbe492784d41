// The way of a stream's chunks into the parser's memory.

import { ParserState } from '../../build/generated/parser-state.ts';
import type { Core } from '../core/core.ts';
import type { ParserMemory } from './parser-memory.ts';

/** The most bytes that are parsed at once; larger chunks are copied in pieces. */
const kPiece = 256 * 1024;

/** Up to so many bytes are copied and searched for a line end one by one, sooner than by calls. */
const kTiny = 24;

export class ParserInput {
  /** The chunk, as long as all of it, and nothing but it, is what was copied last. */
  lastWholeChunk: Uint8Array | undefined;
  /** Where it went, in bytes of the input buffer. */
  lastWholeStart = 0;

  readonly #core: Core;
  readonly #memory: ParserMemory;
  #chunk: Uint8Array | undefined;
  #copied = 0; // bytes of it
  #pendingLength = 0; // bytes copied already that hold no line end, so that the parser need not look yet

  constructor(core: Core, memory: ParserMemory) {
    this.#core = core;
    this.#memory = memory;
  }

  /** Takes a chunk over. Returns false when there is nothing to parse yet. */
  push(chunk: Uint8Array): boolean {
    if (chunk.length <= kTiny && this.#appendTiny(chunk)) return false;
    this.#chunk = chunk;
    this.#copied = 0;
    return true;
  }

  get hasMore(): boolean {
    return this.#chunk !== undefined;
  }

  /**
   * Copies the next piece of the chunk to the parser. Returns how many bytes there are to parse; 0 for
   * none, or -1 when there is no memory.
   */
  copyNextPiece(): number {
    const chunk = this.#chunk;
    this.lastWholeChunk = undefined;
    if (chunk === undefined) return 0;
    const memory = this.#memory;
    const start = this.#copied;
    const length = Math.min(chunk.length - start, kPiece);
    if (this.#pendingLength + length > memory.word(ParserState.InputRoom)) {
      if (this.#pendingLength !== 0) return this.#takePending(0);
      if (memory.reserve(length) === 0) return -1;
    }
    const end = memory.word(ParserState.InputEnd) + this.#pendingLength;
    const isWhole = length === chunk.length;
    this.#core.bytes.set(
      isWhole ? chunk : chunk.subarray(start, start + length),
      memory.word(ParserState.InputBase) + end,
    );
    this.#copied = start + length;
    if (this.#copied === chunk.length) this.#chunk = undefined;
    // Between two pieces listeners are called, which may change it or transfer its buffer.
    else if (start === 0) this.#chunk = new Uint8Array(chunk);
    if (isWhole) {
      this.lastWholeChunk = chunk;
      this.lastWholeStart = end;
    }
    return this.#takePending(length);
  }

  /** Forgets what has not been parsed. */
  clear(): void {
    this.#chunk = this.lastWholeChunk = undefined;
    this.#pendingLength = 0;
  }

  /** Copies a tiny chunk that has no line end; returns false for others. */
  #appendTiny(chunk: Uint8Array): boolean {
    const { length } = chunk;
    if (isLineEnd(chunk[length - 1])) return false; // most chunks are whole events
    const memory = this.#memory;
    if (this.#pendingLength + length > memory.word(ParserState.InputRoom)) return false;
    const { bytes } = this.#core;
    const target =
      memory.word(ParserState.InputBase) + memory.word(ParserState.InputEnd) + this.#pendingLength;
    for (let i = 0; i < length; i++) {
      if (isLineEnd(chunk[i])) return false;
      bytes[target + i] = chunk[i];
    }
    this.#pendingLength += length;
    return true;
  }

  #takePending(more: number): number {
    const length = this.#pendingLength + more;
    this.#pendingLength = 0;
    return length;
  }
}

function isLineEnd(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}
