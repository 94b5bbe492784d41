// Reads an event table (src/event_table.h) record by record, and turns what it points to into strings.
//
// Strings are the dear part. Events of a region are cut out of one decoded string; text is decoded only
// when somebody wants it.

import {
  Encoding,
  Limit,
  RecordMeta,
  RecordWord,
  RegionWord,
} from '../../build/generated/event-table.ts';
import { ParserState } from '../../build/generated/parser-state.ts';
import type { Core } from '../core/core.ts';
import { decodeAscii, decodeUtf8, decodeUtf16, kShort } from './decode-text.ts';
import type { EventSink, Interruption } from './event-sink.ts';
import type { KnownTypes } from './known-types.ts';
import type { ParserInput } from './parser-input.ts';
import type { ParserMemory } from './parser-memory.ts';
import type { TimeSlice } from './time-slice.ts';

/** An id that no event has asked for yet: bytes of the input buffer. */
interface PendingId {
  readonly start: number;
  readonly end: number;
}

export class EventTableCursor<Type> {
  readonly #core: Core;
  readonly #memory: ParserMemory;
  readonly #input: ParserInput;
  readonly #types: KnownTypes<Type>;
  #word = 0;
  #tableEnd = 0;
  #epoch = 0; // of the table: another one, or none, may take its place while a callback runs
  #typesChanged = false; // since the table was made

  // The region at hand.
  #regionEnd = 0;
  #encoding = Encoding.Ascii;
  #textStart = 0;
  #textEnd = 0;
  #text: string | undefined;

  #lastEventId = '';
  #pendingId: PendingId | undefined;

  constructor(core: Core, memory: ParserMemory, input: ParserInput, types: KnownTypes<Type>) {
    this.#core = core;
    this.#memory = memory;
    this.#input = input;
    this.#types = types;
  }

  /** The last event ID string, as the stream has it up to the record that was read last. */
  get lastEventId(): string {
    const id = this.#pendingId;
    if (id !== undefined) {
      this.#pendingId = undefined;
      this.#lastEventId = this.#memory.decodeInput(id.start, id.end);
    }
    return this.#lastEventId;
  }
  set lastEventId(id: string) {
    this.#pendingId = undefined;
    this.#lastEventId = id;
  }

  get isAtEnd(): boolean {
    return this.#word >= this.#tableEnd;
  }

  /** Goes to the table that the parser has just made, of so many words. */
  open(words: number): void {
    this.#epoch++;
    this.#word = this.#regionEnd = this.#memory.word(ParserState.TableBase) >> 2;
    this.#tableEnd = this.#word + words;
    this.#typesChanged = false;
  }

  /** Forgets the table; also from within the sink. What has been read of it counts. */
  close(): void {
    this.#epoch++;
    this.settle();
    this.#word = this.#tableEnd = this.#regionEnd = 0;
  }

  /** Called before the text that holds a pending id is discarded. */
  settle(): void {
    if (this.#pendingId !== undefined) this.lastEventId = this.lastEventId;
  }

  /** The parser did not know all the types that are known now when it made the table. */
  noteNewType(): void {
    this.#typesChanged = true;
  }

  /** Hands over the next records. Returns whether the slice was over after the last of them. */
  read(sink: EventSink<Type>, interruption: Interruption, slice: TimeSlice): boolean {
    if (this.#word === this.#regionEnd) this.#openRegion();
    if (this.#core.words[this.#word + RecordWord.RecordMeta] === 0) {
      return this.#readMessages(sink, interruption, slice);
    }
    this.#readRecord(sink);
    return slice.isOver();
  }

  /**
   * Hands over plain messages of the region, as long as nothing else needs attention. This loop is where
   * the time of a fast stream goes.
   */
  #readMessages(sink: EventSink<Type>, interruption: Interruption, slice: TimeSlice): boolean {
    const core = this.#core;
    const epoch = this.#epoch;
    const { revision } = interruption;
    const end = this.#regionEnd;
    const type = this.#types.at(0) as Type;
    const id = this.lastEventId;
    const text = this.#encoding === Encoding.Utf8 ? undefined : this.#regionText();
    const textStart = this.#textStart;
    this.#letGoOfChunk();
    let word = this.#word;
    let isOver: boolean;
    do {
      const { words } = core; // anew each time: the memory may have grown meanwhile
      const first = words[word + RecordWord.RecordFirst];
      const second = words[word + RecordWord.RecordSecond];
      word += RecordWord.RecordHeaderWords;
      const data =
        text === undefined
          ? this.#memory.decodeInput(first, second)
          : text.substring(first - textStart, second - textStart);
      sink.onEvent(type, data, id);
      isOver = slice.isOver();
    } while (
      !isOver &&
      this.#epoch === epoch &&
      word < end &&
      interruption.revision === revision &&
      core.words[word + RecordWord.RecordMeta] === 0
    );
    if (this.#epoch === epoch) this.#word = word;
    return isOver;
  }

  #openRegion(): void {
    const { words } = this.#core;
    const header = this.#word;
    this.#textStart = words[header + RegionWord.RegionStart];
    this.#textEnd = words[header + RegionWord.RegionEnd];
    this.#encoding = words[header + RegionWord.RegionEncoding];
    this.#text = undefined;
    this.#word = header + RegionWord.RegionHeaderWords;
    this.#regionEnd = this.#word + words[header + RegionWord.RegionWords];
  }

  /** Any record but a plain message. */
  #readRecord(sink: EventSink<Type>): void {
    const { words } = this.#core;
    const word = this.#word;
    const first = words[word + RecordWord.RecordFirst];
    const second = words[word + RecordWord.RecordSecond];
    const meta = words[word + RecordWord.RecordMeta];
    let next = word + RecordWord.RecordHeaderWords;
    const kind = meta & RecordMeta.KindMask;
    const idStart = words[next];
    const idEnd = words[next + 1];
    if (meta & RecordMeta.HasId) next += 2;
    const typeIndex = meta & RecordMeta.TypeMask;
    const typeStart = words[next];
    const typeEnd = words[next + 1];
    if (typeIndex === RecordMeta.UnknownType && kind === RecordMeta.KindEvent) next += 2;
    this.#word = next;

    if (kind === RecordMeta.KindRetry || kind === RecordMeta.KindComment) {
      this.#letGoOfChunk();
      if (kind === RecordMeta.KindComment)
        sink.onComment?.(this.#memory.decodeInput(first, second));
      else sink.onRetry(first);
      return;
    }
    const unwanted = (meta & RecordMeta.Unwanted) !== 0;
    if (meta & RecordMeta.HasId) {
      if (unwanted) this.#pendingId = { start: idStart, end: idEnd };
      else this.lastEventId = this.#cut(idStart, idEnd);
    }
    if (kind === RecordMeta.KindIdOnly || (unwanted && !this.#typesChanged)) return;

    let type: Type | undefined;
    if (typeIndex !== RecordMeta.UnknownType) {
      type = this.#types.at(typeIndex);
    } else {
      const name = unwanted
        ? this.#memory.decodeInput(typeStart, typeEnd)
        : this.#cut(typeStart, typeEnd);
      type = this.#types.named(name) ?? sink.onUnknownType?.(name);
    }
    if (type === undefined) return;
    const data = unwanted ? this.#memory.decodeInput(first, second) : this.#cut(first, second);
    this.#letGoOfChunk();
    sink.onEvent(type, data, this.lastEventId);
  }

  /** Before the sink is told of anything: whoever it tells may change the chunk. */
  #letGoOfChunk(): void {
    this.#input.lastWholeChunk = undefined;
  }

  /** Text of the region, in units of its encoding. */
  #cut(start: number, end: number): string {
    if (this.#encoding === Encoding.Utf8) return this.#memory.decodeInput(start, end);
    return this.#regionText().substring(start - this.#textStart, end - this.#textStart);
  }

  #regionText(): string {
    this.#text ??= this.#decodeRegion();
    return this.#text;
  }

  #decodeRegion(): string {
    const { bytes } = this.#core;
    if (this.#encoding !== Encoding.Utf16) {
      const direct = this.#encoding === Encoding.Ascii ? this.#decodeChunk() : undefined;
      if (direct !== undefined) return direct;
      const base = this.#memory.word(ParserState.InputBase);
      return decodeAscii(bytes, base + this.#textStart, base + this.#textEnd);
    }
    const base = this.#memory.word(ParserState.TextBase);
    return decodeUtf16(bytes.buffer, base + this.#textStart * 2, this.#textEnd - this.#textStart);
  }

  /**
   * The region's text from the chunk itself, when that holds little else: no part of it need be cut out
   * first. Returns undefined when that does not pay (the text is short, or less than half of the chunk),
   * and when not all of the chunk is ASCII, so that offsets in bytes are not those of the string.
   */
  #decodeChunk(): string | undefined {
    const { lastWholeChunk: chunk, lastWholeStart } = this.#input;
    const length = this.#textEnd - this.#textStart;
    if (chunk === undefined || chunk.length > Limit.RegionBytes || length <= kShort)
      return undefined;
    if (length * 2 < chunk.length || this.#textStart < lastWholeStart) return undefined;
    try {
      const text = decodeUtf8(chunk);
      if (text.length !== chunk.length) return undefined; // shorter: no bytes make more characters
      this.#textStart = lastWholeStart;
      return text;
    } catch {
      return undefined; // not every engine decodes a SharedArrayBuffer
    }
  }
}
