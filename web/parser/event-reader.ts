// Reads the event table (src/event_table.h): turns what the parser found into strings, and hands over
// event by event.
//
// Strings are the dear part. Events of a region are cut out of one decoded string; text is decoded only
// when somebody wants it.

import {
  Encoding,
  Limit,
  ParserState,
  RecordMeta,
  RecordWord,
  RegionWord,
} from '../../build/generated/event-table.ts';
import type { Core } from '../core/core.ts';
import { decodeAscii, decodeUtf8, decodeUtf16 } from './decode-text.ts';
import { ParserInput } from './parser-input.ts';

/** Where the events go. `Type` is whatever the owner wants to be given for an event type. */
export interface EventSink<Type> {
  onEvent(type: Type, data: string, lastEventId: string): void;
  /** A `retry` field: the reconnection time in ms. */
  onRetry(milliseconds: number): void;
  /** A comment, when `wantComments` was asked for. */
  onComment?(text: string): void;
  /** An event of a type that was not added: what to take it for, or undefined to drop it. */
  onUnknownType?(name: string): Type | undefined;
}

/**
 * Native dispatches every event from a task of its own, so that a page can wait for one with a promise
 * and add its listener for the next in time. A turn of the event loop for every event would cost more
 * than all else together. So there is one after the first event of a chunk, and after each event whose
 * listeners, or the microtasks they led to, have added or removed one.
 */
export interface Listening {
  /** Changes with every listener that is added or removed. */
  readonly revision: number;
}

/** For owners whose events come by no listeners: delivery is never interrupted. */
const kNoListeners: Listening = { revision: -1 };

export const enum Progress {
  /** All that was pushed has been delivered. */
  Done,
  /** The time was up: call `deliver` again. */
  Paused,
  /** The page's microtasks should run before `deliver` is called again, see `Listening`. */
  Interrupted,
  /** `stop` was called by the sink. */
  Stopped,
  /** An event was larger than `maxEventSize`, or there was no memory for it. */
  TooLarge,
}

/** How long events may be delivered between two looks at the clock, ms, as far as can be foreseen. */
const kClockInterval = 1;
const kMostEventsBetweenLooks = 512;

export class EventReader<Type> {
  /** The last event ID string: that of the event dispatched last, or of a later block without data. */
  lastEventId = '';

  readonly #core: Core;
  readonly #handle: number;
  readonly #state: number; // index of ParserState among the core's words
  readonly #sink: EventSink<Type>;
  readonly #listening: Listening;
  #revision = -1; // of #listening, when microtasks ran last; -1: not since the chunk came
  #interrupted = false;
  readonly #types: (Type | undefined)[] = []; // by index
  readonly #typesByName = new Map<string, Type>();
  #wantedMeanwhile = false; // a type was added while a table is being read

  readonly #input: ParserInput;
  #stopped = false;
  #wasReset = false;

  // What has not been delivered: of the table, of the region.
  #hasMore = false; // another table comes of what has been pushed
  #isTooLarge = false;
  #word = 0;
  #tableEnd = 0;
  #regionEnd = 0;
  #encoding = Encoding.Ascii;
  #textStart = 0;
  #textEnd = 0;
  #text: string | undefined;
  #idStart = 0; // an id that no event has asked for yet, bytes of the input; none if idEnd is -1
  #idEnd = -1;

  /** `handle` stays the caller's, who must not destroy it before calling `stop`. */
  constructor(
    core: Core,
    handle: number,
    sink: EventSink<Type>,
    listening: Listening = kNoListeners,
  ) {
    this.#listening = listening;
    this.#core = core;
    this.#handle = handle;
    this.#state = core.functions.parserState(handle) >> 2;
    this.#sink = sink;
    this.#input = new ParserInput(core, handle);
  }

  /** Events of this name are delivered as `type` from now on, those parsed already included. */
  addType(name: string, type: Type): void {
    if (this.#typesByName.has(name)) return;
    if (decodeUtf8(encoder.encode(name)) !== name) return; // with a lone surrogate: no stream can say it
    this.#typesByName.set(name, type);
    this.#wantedMeanwhile = true;
    const index = this.#intern(name);
    const { functions } = this.#core;
    if (index === RecordMeta.UnknownType) {
      functions.wantUnknownTypes(this.#handle, 1); // to be told by their names
    } else {
      this.#types[index] = type;
      functions.want(this.#handle, index, 1);
    }
  }

  #intern(name: string): number {
    const core = this.#core;
    const { functions } = core;
    const bytes = encoder.encode(name);
    const address = functions.allocate(bytes.length);
    core.refresh();
    if (address === 0) return RecordMeta.UnknownType;
    core.bytes.set(bytes, address);
    const index = functions.internType(this.#handle, address, bytes.length);
    functions.deallocate(address);
    core.refresh();
    return index;
  }

  /**
   * Takes a chunk, which must not change until `deliver` has said Done. False when it completes no
   * line, so that there is nothing to deliver.
   */
  push(chunk: Uint8Array): boolean {
    this.#revision = -1;
    return this.#input.push(chunk);
  }

  /**
   * Delivers the events of the chunk.
   *
   * @param deadline When to pause, as `performance.now()` tells the time; by default never.
   */
  deliver(deadline = Number.POSITIVE_INFINITY): Progress {
    const core = this.#core;
    const { functions } = core;
    for (;;) {
      const hasTable = this.#word < this.#tableEnd || this.#idEnd !== -1;
      if (hasTable && !this.#deliverTable(deadline)) {
        if (this.#stopped) return Progress.Stopped;
        return this.#interrupted ? Progress.Interrupted : Progress.Paused;
      }
      if (this.#isTooLarge) return Progress.TooLarge;
      let length = 0;
      if (!this.#hasMore) {
        length = this.#input.take();
        if (length <= 0) return length === 0 ? Progress.Done : Progress.TooLarge;
      }
      const count = functions.parse(this.#handle, length);
      if (core.words.length === 0) core.refresh();
      const { words } = core;
      const state = this.#state;
      this.#hasMore = words[state + ParserState.More] !== 0;
      this.#isTooLarge = words[state + ParserState.TooLarge] !== 0;
      this.#regionEnd = this.#word = words[state + ParserState.TableBase] >> 2;
      this.#tableEnd = this.#word + count;
      this.#wantedMeanwhile = false;
    }
  }

  /** The end of the stream, and perhaps the start of another: an incomplete event is discarded. */
  reset(): void {
    this.#input.clear();
    this.#word = this.#tableEnd = this.#regionEnd = 0;
    this.#idEnd = -1;
    this.#hasMore = this.#isTooLarge = false;
    this.#wasReset = true;
    this.#core.functions.reset(this.#handle);
  }

  /** Delivers nothing more, for ever; also from within the sink. */
  stop(): void {
    this.#stopped = true;
    this.#input.clear();
  }

  /** Delivers what is left of the table. False when it was paused, interrupted or stopped on the way. */
  #deliverTable(deadline: number): boolean {
    const core = this.#core;
    const listening = this.#listening;
    this.#interrupted = false;
    let interval = deadline === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : 2;
    let events = interval; // until the next look at the clock
    let lookedAt = 0;
    while (this.#word < this.#tableEnd) {
      if (this.#word === this.#regionEnd) this.#openRegion();
      if (core.words[this.#word + RecordWord.RecordMeta] === 0) {
        events -= this.#deliverMessages(events);
      } else {
        this.#readRecord();
        events--;
      }
      core.refresh();
      if (this.#stopped) return false;
      if (listening.revision !== this.#revision && this.#isMoreComing) {
        this.#revision = listening.revision;
        this.#interrupted = true;
        return false;
      }
      if (events === 0) {
        const now = performance.now();
        if (now >= deadline) return false;
        // As many events again as fit between two looks, going by how long the last ones took.
        if (lookedAt !== 0 && now - lookedAt < kClockInterval / 2) {
          interval = Math.min(interval * 2, kMostEventsBetweenLooks);
        } else if (now - lookedAt > kClockInterval) {
          interval = Math.max(interval >> 1, 1);
        }
        lookedAt = now;
        events = interval;
      }
    }
    if (this.#idEnd !== -1) this.#readPendingId();
    return true;
  }

  get #isMoreComing(): boolean {
    return this.#word < this.#tableEnd || this.#hasMore || this.#input.hasMore;
  }

  /**
   * Delivers plain messages of the region, as long as nothing else needs attention, `most` at the most.
   * Returns how many. This loop is where the time of a fast stream goes.
   */
  #deliverMessages(most: number): number {
    const { words } = this.#core;
    const sink = this.#sink;
    const listening = this.#listening;
    const revision = this.#revision;
    const start = this.#word;
    const end = Math.min(this.#regionEnd, start + most * RecordWord.RecordHeaderWords);
    if (this.#idEnd !== -1) this.#readPendingId();
    const type = this.#types[0] as Type;
    const id = this.lastEventId;
    const text = this.#encoding === Encoding.Utf8 ? undefined : this.#regionText();
    const textStart = this.#textStart;
    this.#wasReset = false;
    let word = start;
    do {
      const first = words[word + RecordWord.RecordFirst];
      const second = words[word + RecordWord.RecordSecond];
      word += RecordWord.RecordHeaderWords;
      const data =
        text === undefined
          ? this.#decode(first, second)
          : text.substring(first - textStart, second - textStart);
      sink.onEvent(type, data, id);
    } while (
      word < end &&
      words[word + RecordWord.RecordMeta] === 0 && // and the view is alive
      listening.revision === revision &&
      !this.#stopped &&
      !this.#wasReset
    );
    if (!this.#wasReset) this.#word = word;
    return (word - start) / RecordWord.RecordHeaderWords;
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
  #readRecord(): void {
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

    if (kind === RecordMeta.KindRetry) {
      this.#sink.onRetry(first);
      return;
    }
    if (kind === RecordMeta.KindComment) {
      this.#sink.onComment?.(this.#decode(first, second));
      return;
    }
    const unwanted = (meta & RecordMeta.Unwanted) !== 0;
    if (meta & RecordMeta.HasId) {
      if (unwanted) {
        this.#idStart = idStart;
        this.#idEnd = idEnd;
      } else {
        this.#idEnd = -1;
        this.lastEventId = this.#cut(idStart, idEnd);
      }
    }
    if (kind === RecordMeta.KindIdOnly || (unwanted && !this.#wantedMeanwhile)) return;

    let type: Type | undefined;
    if (typeIndex !== RecordMeta.UnknownType) {
      type = this.#types[typeIndex];
    } else {
      const name = unwanted ? this.#decode(typeStart, typeEnd) : this.#cut(typeStart, typeEnd);
      type = this.#typesByName.get(name) ?? this.#sink.onUnknownType?.(name);
    }
    if (type === undefined) return;
    if (this.#idEnd !== -1) this.#readPendingId();
    const data = unwanted ? this.#decode(first, second) : this.#cut(first, second);
    this.#sink.onEvent(type, data, this.lastEventId);
  }

  #readPendingId(): void {
    this.lastEventId = this.#decode(this.#idStart, this.#idEnd);
    this.#idEnd = -1;
  }

  /** Text of the region, in units of its encoding. */
  #cut(start: number, end: number): string {
    if (this.#encoding === Encoding.Utf8) return this.#decode(start, end);
    return this.#regionText().substring(start - this.#textStart, end - this.#textStart);
  }

  #regionText(): string {
    this.#text ??= this.#decodeRegion();
    return this.#text;
  }

  #decodeRegion(): string {
    const { bytes, words } = this.#core;
    if (this.#encoding !== Encoding.Utf16) {
      const direct = this.#encoding === Encoding.Ascii ? this.#decodeChunk() : undefined;
      if (direct !== undefined) return direct;
      const base = words[this.#state + ParserState.InputBase];
      return decodeAscii(bytes, base + this.#textStart, base + this.#textEnd);
    }
    const base = words[this.#state + ParserState.TextBase];
    return decodeUtf16(bytes.buffer, base + this.#textStart * 2, this.#textEnd - this.#textStart);
  }

  /**
   * The region's text from the chunk itself, when that holds little else: no part of it need be cut out
   * first. undefined when that does not pay, or what stands before the text is not ASCII, so that its
   * offsets are not those of the string.
   */
  #decodeChunk(): string | undefined {
    const { whole, wholeStart } = this.#input;
    if (whole === undefined || whole.length > Limit.RegionBytes) return undefined;
    const before = this.#textStart - wholeStart;
    const length = this.#textEnd - this.#textStart;
    if (before < 0 || before > 16 || length < 48 || length * 4 < whole.length * 3) return undefined;
    for (let i = 0; i < before; i++) if (whole[i] >= 0x80) return undefined;
    this.#textStart = wholeStart;
    return decodeUtf8(whole);
  }

  /** Bytes of the input. */
  #decode(start: number, end: number): string {
    const { bytes, words } = this.#core;
    const base = words[this.#state + ParserState.InputBase];
    return decodeUtf8(bytes.subarray(base + start, base + end));
  }
}

const encoder = /* @__PURE__ */ new TextEncoder();
