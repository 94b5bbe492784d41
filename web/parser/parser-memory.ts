// What the parser tells of itself and of its buffers: the words of ParserState, see bindings/.

import { ParserState } from '../../build/generated/parser-state.ts';
import type { Core } from '../core/core.ts';
import { decodeUtf8 } from './decode-text.ts';

export class ParserMemory {
  readonly #core: Core;
  readonly #handle: number;
  readonly #state: number; // index of ParserState among the core's words

  constructor(core: Core, handle: number) {
    this.#core = core;
    this.#handle = handle;
    this.#state = core.functions.parserState(handle) >> 2;
  }

  word(name: ParserState): number {
    return this.#core.words[this.#state + name];
  }

  /** Returns where so many bytes of the stream are to be written; 0 when there is no memory. */
  reserve(length: number): number {
    return this.#core.functions.reserve(this.#handle, length);
  }

  /** Bytes [start, end) of the input buffer as a string. */
  decodeInput(start: number, end: number): string {
    const base = this.word(ParserState.InputBase);
    return decodeUtf8(this.#core.bytes.subarray(base + start, base + end));
  }
}
