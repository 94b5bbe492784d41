// Parses the chunks of a stream, and hands over what is in them: events, `retry` fields, comments.

import { ParserFailure, RecordMeta } from '../../build/generated/event-table.ts';
import { ParserState } from '../../build/generated/parser-state.ts';
import type { Core } from '../core/core.ts';
import type { EventSink, Interruption } from './event-sink.ts';
import { EventTableCursor } from './event-table-cursor.ts';
import { KnownTypes } from './known-types.ts';
import { ParserInput } from './parser-input.ts';
import { ParserMemory } from './parser-memory.ts';
import { TimeSlice } from './time-slice.ts';

const kNoRevision = -1;
const kNeverInterrupted: Interruption = { revision: kNoRevision };

export const enum Progress {
  /** All that was pushed has been delivered, or `stop` was called. */
  Done,
  /** The time was up: call `deliver` again. */
  Paused,
  /** See `Interruption`: call `deliver` again. */
  Interrupted,
  /** An event was larger than `maxEventSize`. */
  TooLarge,
  /** There was no memory for an event. */
  NoMemory,
}

const enum Phase {
  /** Takes a chunk. */
  Ready,
  /** There is more in what was pushed than what the table at hand holds. */
  MoreTables,
  TooLarge,
  NoMemory,
  Stopped,
}

// An iterator or a decoder takes events of all types. So many of them are learned, so that their names
// need not be decoded again and again; a stream may invent more, and long ones.
const kMostLearnedTypes = 64;
const kLongestLearnedType = 64; // UTF-16 code units

export class EventReader<Type> {
  readonly #core: Core;
  readonly #handle: number;
  readonly #memory: ParserMemory;
  readonly #input: ParserInput;
  readonly #types: KnownTypes<Type>;
  readonly #cursor: EventTableCursor<Type>;
  readonly #sink: EventSink<Type>;
  readonly #interruption: Interruption;
  readonly #slice = new TimeSlice();
  #phase: Phase = Phase.Ready;
  #revision = kNoRevision; // of #interruption, when microtasks ran last; kNoRevision: not since the chunk came
  #learnedTypes = 0;
  #isDelivering = false;
  #resetPending = false; // reset() was called by the sink, for when it has been told of all that came

  /** `handle` stays the caller's, who must not destroy it before calling `stop`. */
  constructor(
    core: Core,
    handle: number,
    sink: EventSink<Type>,
    interruption: Interruption = kNeverInterrupted,
  ) {
    this.#core = core;
    this.#handle = handle;
    this.#memory = new ParserMemory(core, handle);
    this.#input = new ParserInput(core, this.#memory);
    this.#types = new KnownTypes(core, handle);
    this.#cursor = new EventTableCursor(core, this.#memory, this.#input, this.#types);
    this.#sink = { ...sink, onUnknownType: (name) => this.#onUnknownType(sink, name) };
    this.#interruption = interruption;
  }

  /** The last event ID string: that of the event delivered last, or of a later block without data. */
  get lastEventId(): string {
    return this.#cursor.lastEventId;
  }
  set lastEventId(id: string) {
    this.#cursor.lastEventId = id;
  }

  /** Events of this name are delivered as `type` from now on, those parsed already included. */
  addType(name: string, type: Type): void {
    if (this.#types.add(name, type)) this.#cursor.noteNewType();
  }

  /** Events of this name, which is not "message", are those of a type that was not added from now on. */
  forgetType(name: string): void {
    this.#types.forget(name);
  }

  /** Events of types that were not added are shown to `onUnknownType` from now on. */
  wantUnknownTypes(): void {
    this.#core.functions.want(this.#handle, RecordMeta.UnknownType);
    this.#cursor.noteNewType();
  }

  /**
   * Takes a chunk, which must not change until `deliver` has said Done. Returns
   * false when it completes no line, so that there is nothing to deliver.
   */
  push(chunk: Uint8Array): boolean {
    if (this.#interruption !== kNeverInterrupted) this.#revision = kNoRevision;
    return this.#input.push(chunk);
  }

  /**
   * Delivers what is in the chunk.
   *
   * @param deadline when to pause, as `Date.now()` tells the time; by default never. At least one record
   *   is delivered, and not more when the deadline has passed already.
   */
  deliver(deadline = Number.POSITIVE_INFINITY): Progress {
    this.#slice.begin(deadline);
    this.#isDelivering = true;
    try {
      for (;;) {
        const pause = this.#deliverTable();
        if (pause !== undefined) return pause;
        const end = this.#nextTable();
        if (end !== undefined) return end;
      }
    } catch {
      // The sink throws nothing. A string can be longer than the engine allows, or than there is memory.
      this.#phase = Phase.NoMemory;
      return Progress.NoMemory;
    } finally {
      this.#isDelivering = false;
    }
  }

  /** When the last record was delivered, as `Date.now()` tells the time; after `deliver` with a deadline. */
  now(): number {
    return this.#slice.now();
  }

  /**
   * Discards a partly received line and event, as before the bytes of another stream. Events that are
   * complete are delivered all the same.
   */
  reset(): void {
    if (this.#phase === Phase.Stopped) return;
    if (this.#isDelivering || this.#isMoreComing) this.#resetPending = true;
    else this.restart();
  }

  /** Discards all that was pushed and not delivered: its stream has been given up. */
  restart(): void {
    if (this.#phase === Phase.Stopped) return;
    this.#cursor.close();
    this.#phase = Phase.Ready;
    this.#discardIncomplete();
  }

  /** Delivers nothing more, for ever; also from within the sink. */
  stop(): void {
    this.#cursor.close();
    this.#input.clear();
    this.#phase = Phase.Stopped;
  }

  /** Delivers what is left of the table. Returns why it paused, if it did. */
  #deliverTable(): Progress | undefined {
    const cursor = this.#cursor;
    const interruption = this.#interruption;
    while (!cursor.isAtEnd) {
      const isOver = cursor.read(this.#sink, interruption, this.#slice);
      if (!this.#isMoreComing) return undefined;
      if (interruption.revision !== this.#revision) {
        this.#revision = interruption.revision;
        return Progress.Interrupted;
      }
      if (isOver) return Progress.Paused;
    }
    return undefined;
  }

  /** Has the parser make the next table. Returns why there is none, if so. */
  #nextTable(): Progress | undefined {
    if (this.#phase === Phase.Stopped) return Progress.Done;
    this.#cursor.settle();
    if (this.#phase === Phase.Ready && !this.#input.hasMore) {
      if (this.#resetPending) this.#discardIncomplete();
      return Progress.Done;
    }
    if (this.#phase >= Phase.TooLarge && this.#resetPending) this.restart();
    if (this.#phase === Phase.TooLarge) return Progress.TooLarge;
    if (this.#phase === Phase.NoMemory) return Progress.NoMemory;
    let length = 0;
    if (this.#phase !== Phase.MoreTables) {
      length = this.#input.copyNextPiece();
      if (length < 0) {
        this.#phase = Phase.NoMemory;
        return Progress.NoMemory;
      }
    }
    const words = this.#core.functions.parse(this.#handle, length);
    const memory = this.#memory;
    this.#phase = memory.word(ParserState.More) ? Phase.MoreTables : Phase.Ready;
    const failure = memory.word(ParserState.Failure);
    if (failure === ParserFailure.EventTooLarge) this.#phase = Phase.TooLarge;
    else if (failure === ParserFailure.OutOfMemory) this.#phase = Phase.NoMemory;
    this.#cursor.open(words);
    return undefined;
  }

  get #isMoreComing(): boolean {
    return !this.#cursor.isAtEnd || this.#phase === Phase.MoreTables || this.#input.hasMore;
  }

  #discardIncomplete(): void {
    this.#resetPending = false;
    this.#input.clear();
    this.#core.functions.reset(this.#handle);
  }

  #onUnknownType(sink: EventSink<Type>, name: string): Type | undefined {
    const type = sink.onUnknownType?.(name);
    if (type === undefined || name.length > kLongestLearnedType) return type;
    if (this.#learnedTypes < kMostLearnedTypes) {
      this.#learnedTypes++;
      this.#types.add(name, type);
    }
    return type;
  }
}
