// Reads one body and has its events delivered. Reading goes on while listeners work: what a stream still
// holds when its connection breaks is thrown away by the browser, and events with it.

import type { ByteSource, ReadFailure } from '../request/body-reader.ts';
import { Delivery, type EventDelivery } from './event-delivery.ts';
import type { InactivityTimer } from './inactivity-timer.ts';
import { inTurns, microtasks, nextTask } from './scheduling.ts';

/** Bytes that are read before those that came earlier have been delivered; then there is backpressure. */
const kReadAhead = 1024 * 1024;

/** Bytes that a chunk takes in memory, beside its own. */
const kOverhead = 256;

/** A chunk that fills less than this part of its buffer is copied, so that the buffer need not wait. */
const kWaste = 4;

/** How a body ended. */
export type BodyEnd =
  | { readonly by: 'end' }
  | { readonly by: 'error'; readonly cause: unknown }
  | { readonly by: 'too-large' }
  | { readonly by: 'no-memory' };

export class ReadLoop {
  readonly #body: ByteSource;
  readonly #events: EventDelivery;
  readonly #inactivity: InactivityTimer | undefined;
  readonly #onEnd: (end: BodyEnd) => void;
  #isStopped = false;
  #isReading = false;
  #isDelivering = false; // or waits to
  #isTurnDue = false; // since an event after which all microtasks are to run, before another, or the end
  #timer: ReturnType<typeof setTimeout> | undefined; // which notices that they have
  #queue: Uint8Array[] = []; // chunks that came while events were being delivered
  #queuedBytes = 0; // with the unused parts of their buffers, and what each takes beside that
  #chunks = 0; // that delivery has begun with
  readonly #resets = new Set<number>(); // after which of them a reset() is due
  #end: BodyEnd | undefined; // once it was read; for after the queue

  /**
   * @param onEnd called once, after the last event
   * @param resetAfter how many chunks had come when reset() was called before; 0 if it was not
   */
  constructor(
    body: ByteSource,
    events: EventDelivery,
    inactivity: InactivityTimer | undefined,
    onEnd: (end: BodyEnd) => void,
    resetAfter: number,
  ) {
    this.#body = body;
    this.#events = events;
    this.#inactivity = inactivity;
    this.#onEnd = onEnd;
    if (resetAfter > 0) this.#resets.add(resetAfter);
    this.#goOn();
  }

  /** Nothing more is read or delivered; also from within a listener. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#queue = [];
  }

  /** As EventDelivery.reset(), after the chunks that have come and wait. */
  reset(): void {
    const { arrived } = this.#body;
    if (arrived === this.#chunks) this.#events.reset();
    else this.#resets.add(arrived);
  }

  /** Delivers the next chunk of the queue, or reads one, or ends. */
  #goOn(): void {
    while (this.#queue.length !== 0 || this.#end !== undefined) {
      if (this.#isTurnDue) {
        void this.#waitForTurn();
        return;
      }
      const chunk = this.#queue.shift();
      if (chunk === undefined) {
        this.#finish(this.#end as BodyEnd);
        return;
      }
      this.#queuedBytes -= chunk.buffer.byteLength + kOverhead;
      if (!this.#deliver(chunk)) return;
    }
    this.#inactivity?.restart();
    this.#read();
  }

  /**
   * By the time the next chunk of a live stream comes, in a task of its own, all that the last event led
   * to is over. A timer that has fired proves it, and costs less than a message. If it has not, the chunk
   * waits for a message.
   */
  #beginTurn(): void {
    this.#isTurnDue = true;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#isTurnDue = false;
    });
  }

  async #waitForTurn(): Promise<void> {
    this.#isDelivering = true;
    await nextTask();
    this.#isDelivering = this.#isTurnDue = false;
    if (!this.#isStopped) this.#goOn();
  }

  #read(): void {
    if (this.#isReading || this.#end !== undefined) return;
    const demand = this.#events.whenDemanded();
    if (demand !== undefined) {
      this.#inactivity?.suspend();
      void demand.then(() => {
        if (!this.#isStopped) this.#goOn();
      });
      return;
    }
    this.#isReading = true;
    this.#body.read(this.#onChunk);
  }

  readonly #onChunk = (chunk: Uint8Array | undefined, failure?: ReadFailure): void => {
    this.#isReading = false;
    if (this.#isStopped) return;
    if (chunk === undefined) {
      this.#end = failure ? { by: 'error', ...failure } : { by: 'end' };
    } else {
      this.#events.bytes += chunk.length;
      if (!this.#isDelivering && !this.#isTurnDue) {
        if (this.#deliver(chunk)) this.#goOn();
        return;
      }
      this.#enqueue(chunk);
    }
    if (!this.#isDelivering) this.#goOn();
    else if (chunk !== undefined) this.#readAhead();
  };

  #enqueue(chunk: Uint8Array): void {
    let kept = chunk;
    if (chunk.length * kWaste < chunk.buffer.byteLength) {
      kept = new Uint8Array(chunk);
      this.#body.release(chunk);
    }
    this.#queue.push(kept);
    this.#queuedBytes += kept.buffer.byteLength + kOverhead;
  }

  #readAhead(): void {
    if (this.#events.mayReadAhead && this.#queuedBytes < kReadAhead) {
      this.#read();
    }
  }

  /** Returns whether all of it is delivered. */
  #deliver(chunk: Uint8Array): boolean {
    this.#inactivity?.suspend(); // while listeners take their time
    this.#events.push(chunk);
    this.#chunks++;
    if (this.#resets.size !== 0 && this.#resets.delete(this.#chunks)) this.#events.reset(); // once all of it is delivered
    const delivery = this.#events.deliver();
    if (this.#isStopped) return false;
    if (this.#letGo(chunk, delivery)) return true;
    this.#isDelivering = true;
    void this.#deliverRest(chunk, delivery);
    return false;
  }

  /** Returns whether all of the chunk is delivered: if so, lets go of it, and begins the turn that may follow. */
  #letGo(chunk: Uint8Array, delivery: Delivery): boolean {
    if (delivery !== Delivery.Done && delivery !== Delivery.DoneInTurn) return false;
    if (delivery === Delivery.DoneInTurn) this.#beginTurn();
    this.#body.release(chunk);
    return true;
  }

  async #deliverRest(chunk: Uint8Array, first: Delivery): Promise<void> {
    let delivery = first;
    while (!this.#letGo(chunk, delivery)) {
      if (delivery === Delivery.TooLarge || delivery === Delivery.NoMemory) {
        this.#finish({ by: delivery === Delivery.TooLarge ? 'too-large' : 'no-memory' });
        return;
      }
      if (this.#events.isSlow) this.#readAhead();
      if (delivery === Delivery.Turn) {
        await inTurns(() => {
          delivery = this.#isStopped ? Delivery.Done : this.#events.deliver();
          return delivery === Delivery.Turn;
        });
      } else {
        await (delivery === Delivery.Task ? nextTask() : microtasks());
        if (!this.#isStopped) delivery = this.#events.deliver();
      }
      if (this.#isStopped) return;
    }
    this.#isDelivering = false;
    this.#goOn();
  }

  #finish(end: BodyEnd): void {
    this.stop();
    this.#onEnd(end);
  }
}
