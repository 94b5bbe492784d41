// Delivers the events of one EventSource's streams to its listeners and iterators, without keeping the
// page from its work.

import type { Core } from '../core/core.ts';
import { asyncActivity } from '../events/async-activity.ts';
import { fireMessage } from '../events/dispatch.ts';
import { EventIterator } from '../events/event-iterator.ts';
import { ListenerList } from '../events/listener-list.ts';
import { callBack } from '../events/report-exception.ts';
import { beginEvents } from '../events/stream-event.ts';
import type { Options } from '../options/read-options.ts';
import { EventReader, Progress } from '../parser/event-reader.ts';
import type { EventSink } from '../parser/event-sink.ts';
import type { ConnectionObserver } from './connection-sink.ts';
import { Iterators } from './iterators.ts';

/** What has to happen before deliver() is called again. */
export const enum Delivery {
  /** Another chunk; all of this one has been delivered. */
  Done,
  /** Another chunk, in another task; live, it comes in one. All of this chunk has been delivered. */
  DoneInTurn,
  /** The microtasks that are queued, and those that they queue in turn, some levels deep. */
  Microtasks,
  /** All microtasks, see inTurns(); there is more in the chunk. */
  Turn,
  /** A task: the page needs its turn, and the network. */
  Task,
  /** Nothing: an event was larger than `maxEventSize`. */
  TooLarge,
  /** Nothing: there was no memory for an event. */
  NoMemory,
}

// Events are delivered for so long, ms, before the page has its turn. Two that take long may come on top,
// see TimeSlice; a task after each slice costs nothing to speak of.
const kSlice = 2;
// ms of one call of deliver(), which takes microseconds but for what listeners do.
const kSlow = 3;

// After so many events in a row whose listeners did nothing for which microtasks matter, none is
// expected of the next either.
const kQuietEvents = 64;

/**
 * The browser dispatches every event from a task of its own, so all that a listener leads to by way of
 * promises happens before the next event. A turn of the event loop for every event would cost more than
 * all else together. Whether it matters shows: listeners that return promises, and listeners that are
 * added or removed between events. Then, and at the start, each event has its turn (Delivery.Turn);
 * otherwise the events of a chunk are dispatched in one go, with a few levels of microtasks after the
 * first.
 */
export class EventDelivery {
  /** Of the final URL of the response, serialised. */
  origin = '';
  /** Of all bodies, as they arrived. */
  bytes = 0;
  /** When the last event was delivered, ms since 1970. */
  lastEventTime: number | undefined;
  /** Whether listeners took their time when deliver() was called last. */
  isSlow = false;
  readonly #target: EventTarget;
  readonly #types = new Map<string, ListenerList>(); // that someone listens for
  readonly #sink: EventSink<ListenerList>;
  #reader: EventReader<ListenerList> | undefined; // from start() to stop()
  #iterators: Iterators | undefined;
  #lastEventId: string; // while there is no reader
  #events = 0;
  #sliceUsed = 0; // ms
  #quietEvents = 0; // in a row
  #revision = -1; // of asyncActivity, after the last event

  constructor(
    target: EventTarget,
    { lastEventId, onComment }: Options,
    onRetry: (milliseconds: number) => void,
  ) {
    this.#target = target;
    this.#lastEventId = lastEventId;
    this.#sink = {
      onEvent: (listeners, data, id) => {
        const iterators = this.#iterators;
        if (listeners.isEmpty && iterators === undefined) return;
        this.#events++;
        const event = fireMessage(listeners, data, this.origin, id);
        if (iterators !== undefined) iterators.push(event);
      },
      onRetry,
      onComment: onComment && ((text) => void callBack(onComment, text)),
      onUnknownType: (type) =>
        this.#iterators && (this.#types.get(type) ?? new ListenerList(target, type)),
    };
  }

  /** The last event ID string, HTML 9.2.2. */
  get lastEventId(): string {
    return this.#reader?.lastEventId ?? this.#lastEventId;
  }

  /** Events that listeners or iterators were given. */
  get events(): number {
    return this.#events;
  }

  /** The core is there. */
  start(core: Core, handle: number): void {
    const reader = new EventReader(core, handle, this.#sink, asyncActivity);
    this.#reader = reader;
    reader.lastEventId = this.#lastEventId;
    for (const [type, listeners] of this.#types) reader.addType(type, listeners);
    if (this.#iterators) reader.wantUnknownTypes();
    // Nothing is parsed, but engines that compile a function when it is called first do it now, and not when the
    // first chunk is there: 3 ms in WebKit, for the parser's vector instructions.
    core.functions.parse(handle, 0);
  }

  /** Events of the type are delivered from now on; others are not even decoded. */
  want(type: string, listeners: ListenerList): void {
    this.#types.set(type, listeners);
    this.#reader?.addType(type, listeners);
  }

  /** Nobody has listened to the type for a while. */
  forget(type: string): void {
    if (type === 'message') return;
    this.#types.delete(type);
    this.#reader?.forgetType(type);
  }

  /** An iterator for the events of all types from now on. @param onReturn its loop has been left */
  iterate(onReturn: () => void): EventIterator<MessageEvent<string>> {
    const iterator = new EventIterator<MessageEvent<string>>(onReturn);
    this.#iterators = this.#takeAll().with(iterator);
    return iterator;
  }

  /** @see kObserve */
  observe(onEvent: ConnectionObserver['onEvent']): void {
    this.#iterators = this.#takeAll().observedBy(onEvent);
  }

  /** Events of all types are delivered from now on. */
  #takeAll(): Iterators {
    if (!this.#iterators) {
      this.#iterators = new Iterators();
      if (!this.#types.has('message')) {
        this.want('message', new ListenerList(this.#target, 'message'));
      }
      this.#reader?.wantUnknownTypes();
    }
    return this.#iterators;
  }

  /** Says when to read more; undefined: at once. */
  whenDemanded(): Promise<void> | undefined {
    return this.#iterators?.whenDemanded();
  }

  /** Whether chunks may be read before their events are wanted. */
  get mayReadAhead(): boolean {
    return !this.#iterators?.size;
  }

  /** Takes a chunk, to be left alone until it is delivered. */
  push(chunk: Uint8Array): void {
    this.#reader?.push(chunk);
  }

  /** Delivers events of the chunk, as many as can be for now. */
  deliver(): Delivery {
    const reader = this.#reader;
    if (reader === undefined) return Delivery.Done;
    // The monotonic clock takes five times as long to look at in Chromium. Should this one be set, a
    // slice is shorter, or one event longer.
    const start = Date.now();
    beginEvents(start);
    const events = this.#events;
    const inTurns = this.#noteActivity(0);
    const deadline = start + kSlice - this.#sliceUsed;
    let progress: Progress;
    do progress = reader.deliver(inTurns ? start : deadline);
    while (
      // Nobody was told of anything, so that no turn is needed.
      inTurns &&
      progress === Progress.Paused &&
      this.#events === events &&
      !this.#sink.onComment &&
      Date.now() < deadline
    );
    const isTurnNext = this.#noteActivity(this.#events - events);
    const now = reader.now();
    if (this.#events !== events) this.lastEventTime = now;
    if (progress === Progress.TooLarge) return Delivery.TooLarge;
    if (progress === Progress.NoMemory) return Delivery.NoMemory;
    const took = Math.max(now - start, 0);
    this.isSlow = took >= kSlow;
    // Chunks that are there already are read without a task between them: their times add up.
    this.#sliceUsed += took;
    if (this.#sliceUsed >= kSlice || (progress === Progress.Paused && !inTurns)) {
      this.#sliceUsed = 0;
      return progress === Progress.Done ? Delivery.DoneInTurn : Delivery.Task;
    }
    if (progress !== Progress.Done) return isTurnNext ? Delivery.Turn : Delivery.Microtasks;
    return isTurnNext && this.#events !== events ? Delivery.DoneInTurn : Delivery.Done;
  }

  /** Discards a partly received event. */
  reset(): void {
    this.#reader?.reset();
  }

  /** Discards what has not been delivered: its connection has been given up. */
  restart(): void {
    this.#reader?.restart();
  }

  /** Nothing is delivered any more. */
  stop(): void {
    this.#lastEventId = this.lastEventId;
    this.#reader?.stop();
    this.#reader = undefined;
  }

  /** @see Iterators.end */
  endIterators(...failure: Parameters<Iterators['end']>): void {
    this.#iterators?.end(...failure);
  }

  /** @see Iterators.drop */
  dropIterators(...failure: Parameters<Iterators['drop']>): void {
    this.#iterators?.drop(...failure);
  }

  /** Returns whether each event is to have its turn. @param events that have been delivered */
  #noteActivity(events: number): boolean {
    if (this.#revision === asyncActivity.revision) {
      this.#quietEvents += events;
    } else {
      this.#revision = asyncActivity.revision;
      this.#quietEvents = 0;
    }
    return this.#quietEvents < kQuietEvents;
  }
}
