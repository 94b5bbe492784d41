// Delivers the events of one EventSource's streams, without keeping the page from its work.

import type { Core } from '../core/core.ts';
import { asyncActivity } from '../events/async-activity.ts';
import type { ListenerList } from '../events/listener-list.ts';
import { callBack } from '../events/report-exception.ts';
import type { Options } from '../options/read-options.ts';
import { EventReader, type EventSink, Progress } from '../parser/event-reader.ts';
import { microtasks, nextTask } from './scheduling.ts';

type OnEvent = EventSink<ListenerList>['onEvent'];

/** Who wants events of all types. */
export interface EveryEventSink
  extends Required<Pick<EventSink<ListenerList>, 'onEvent' | 'onUnknownType'>> {
  /** Resolves when more events are wanted; undefined if they are. */
  whenWanted(): Promise<void> | undefined;
}

// Events are delivered for so long, ms, before the page has its turn.
const kSlice = 8;

export class EventDelivery {
  /** Says when to read more; undefined: at once. */
  whenWanted: EveryEventSink['whenWanted'] | undefined;
  /** When the last event was delivered, ms since 1970. */
  lastEventTime: number | undefined;
  readonly #sink: EventSink<ListenerList>;
  readonly #stream: { readonly events: number };
  readonly #types = new Map<string, ListenerList>(); // that someone listens for
  #core: Core | undefined; // from start() to stop()
  #handle = 0;
  #reader: EventReader<ListenerList> | undefined; // likewise
  #lastEventId: string; // while there is no reader
  #sliceUsed = 0; // ms

  /** @param stream counts the `events` that someone was told of */
  constructor(
    { lastEventId, onComment }: Options,
    onEvent: OnEvent,
    stream: { readonly events: number },
    onRetry: (milliseconds: number) => void,
  ) {
    this.#lastEventId = lastEventId;
    this.#stream = stream;
    this.#sink = {
      onEvent, // straight there: this is called for every event
      onRetry,
      onComment: onComment && ((text) => void callBack(onComment, text)),
    };
  }

  /** The last event ID string, HTML 9.2.2. */
  get lastEventId(): string {
    return this.#reader?.lastEventId ?? this.#lastEventId;
  }

  /** WebAssembly is there. */
  start(core: Core, handle: number): void {
    this.#core = core;
    this.#handle = handle;
    this.#reader = new EventReader(core, handle, this.#sink, asyncActivity);
    this.#reader.lastEventId = this.#lastEventId;
    for (const [type, listeners] of this.#types) this.#reader.addType(type, listeners);
    if (this.#sink.onComment) core.functions.wantComments(handle, 1);
    this.#wantUnknownTypes();
  }

  /** Events of the type are delivered from now on; others are not even decoded. */
  want(type: string, listeners: ListenerList): void {
    this.#types.set(type, listeners);
    this.#reader?.addType(type, listeners);
  }

  /** Delivers events of all types from now on, to `sink`. */
  wantAll({ onEvent, onUnknownType, whenWanted }: EveryEventSink): void {
    Object.assign(this.#sink, { onEvent, onUnknownType });
    this.whenWanted = whenWanted;
    this.#wantUnknownTypes();
  }

  #wantUnknownTypes(): void {
    if (this.#sink.onUnknownType) this.#core?.functions.wantUnknownTypes(this.#handle, 1);
  }

  /** Takes a chunk, to be left alone until it is delivered. */
  push(chunk: Uint8Array): void {
    this.#reader?.push(chunk);
  }

  /** Delivers the events of the chunk. Gives what is to be awaited before that goes on, if it does. */
  deliver(): (() => Promise<void>) | Progress.TooLarge | undefined {
    const start = performance.now();
    const { events } = this.#stream;
    const progress = this.#reader?.deliver(start + kSlice - this.#sliceUsed);
    if (this.#stream.events !== events) this.lastEventTime = Date.now();
    if (progress === Progress.TooLarge) return progress;
    // Chunks that are there already are read without a task between them: their times add up.
    this.#sliceUsed += performance.now() - start;
    if (progress !== Progress.Paused && this.#sliceUsed < kSlice) {
      return progress === Progress.Interrupted ? microtasks : undefined;
    }
    this.#sliceUsed = 0;
    return nextTask;
  }

  /** Drops a partly received event, and what of its chunk has not been delivered. */
  reset(): void {
    this.#reader?.reset();
  }

  /** Nothing is delivered any more. */
  stop(): void {
    this.#lastEventId = this.lastEventId;
    this.#reader?.stop();
    this.#reader = this.#core = undefined;
  }
}
