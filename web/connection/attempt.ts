// One attempt to connect, and the connection that comes of it, until it ends or is dropped.

import { Input } from '../../build/generated/connection.ts';
import {
  type ConnectionFailure,
  type Failure,
  RequestError,
} from '../failures/connection-failure.ts';
import * as failures from '../failures/failure-messages.ts';
import type { Attempt as AttemptContext } from '../options/options.ts';
import type { Options } from '../options/read-options.ts';
import { readExcerpt } from '../request/body-excerpt.ts';
import type { ByteSource } from '../request/body-reader.ts';
import { isEventStream } from '../request/mime-type.ts';
import type { Transport, TransportResponse } from '../request/transport.ts';
import type { EventDelivery } from './event-delivery.ts';
import { InactivityTimer } from './inactivity-timer.ts';
import { whenNotLeaving } from './page-lifecycle.ts';
import { type BodyEnd, ReadLoop } from './read-loop.ts';
import { ownTask } from './scheduling.ts';

/** What the connection hears of its attempt; nothing any more once that has been dropped. */
export interface AttemptSink {
  /** Resolves when the core is there. */
  whenLoaded(): Promise<void>;
  /** Returns whether anybody was told. */
  onOpen(response: TransportResponse): boolean;
  /** @param excerpt how the body begins */
  onRefused(response: TransportResponse, isEventStream: boolean, excerpt: string): void;
  /** @param isFinal whether another attempt would be futile */
  onLost(input: Input, failure: Failure, isFinal: boolean): void;
}

export class Attempt {
  readonly #transport: Transport;
  readonly #options: Options;
  readonly #events: EventDelivery;
  readonly #sink: AttemptSink;
  readonly #request = new AbortController();
  #body: ByteSource | undefined;
  #inactivity: InactivityTimer | undefined; // of the request, then of its body
  #readLoop: ReadLoop | undefined;
  #resetAfter = 0; // chunks, by a reset() before there is a loop

  constructor(transport: Transport, options: Options, events: EventDelivery, sink: AttemptSink) {
    this.#transport = transport;
    this.#options = options;
    this.#events = events;
    this.#sink = sink;
  }

  get #isDropped(): boolean {
    return this.#request.signal.aborted;
  }

  /** @param number counted over the life of the EventSource; the first is 1 */
  async start(number: number, lastError: ConnectionFailure | undefined): Promise<void> {
    this.#limitInactivity('connectTimeout', Input.ConnectTimedOut);
    const { signal } = this.#request;
    const { lastEventId } = this.#events;
    const { lastResponse } = this.#transport;
    const context: AttemptContext = {
      attempt: number,
      lastEventId,
      lastError,
      lastResponse,
      signal,
    };
    let response: TransportResponse | undefined;
    let cause: unknown;
    let turn: Promise<void> | undefined;
    try {
      const opening = this.#transport.open(context);
      turn = ownTask();
      response = await opening;
    } catch (reason) {
      cause = reason;
    }
    this.#inactivity?.dispose(); // the core may take longer
    this.#body = response?.body;
    await this.#sink.whenLoaded();
    // The browser fires its events from tasks of their own, whatever led to them. What a script has made
    // may come at any moment.
    await (this.#body?.isOfFetch ? turn : ownTask());
    if (this.#isDropped) this.#body?.cancel();
    else if (response) await this.#onResponse(response);
    else if (RequestError.is(cause)) {
      this.#sink.onLost(Input.NetworkError, cause.failure, cause.isFinal);
    } else {
      this.#onBroken(failures.noConnection(this.#transport.name, cause));
    }
  }

  /** Discards a partly received event: of what has been read, not only of what has been delivered. */
  reset(): void {
    if (this.#readLoop) this.#readLoop.reset();
    else this.#resetAfter = this.#body?.arrived ?? 0;
  }

  /** Lets go of all it has. Also from within a listener or another function of the caller's. */
  drop(): void {
    this.#inactivity?.dispose();
    this.#readLoop?.stop();
    this.#request.abort();
    this.#body?.cancel();
  }

  async #onResponse(response: TransportResponse): Promise<void> {
    const { status, headers, body } = response;
    const hasStreamType = isEventStream(headers.get('Content-Type') ?? '');
    if (status !== 200 || !hasStreamType) {
      const excerpt = await readExcerpt(body);
      if (!this.#isDropped) this.#sink.onRefused(response, hasStreamType, excerpt);
      return;
    }
    this.#limitInactivity('idleTimeout', Input.IdleTimedOut);
    // What that leads to comes before the first event, if anybody was told.
    if (this.#sink.onOpen(response)) await ownTask();
    if (this.#isDropped) return;
    if (!body) {
      this.#onEnd({ by: 'end' });
      return;
    }
    const onEnd = (end: BodyEnd) => this.#onEnd(end);
    this.#readLoop = new ReadLoop(body, this.#events, this.#inactivity, onEnd, this.#resetAfter);
  }

  #onEnd(end: BodyEnd): void {
    const { name } = this.#transport;
    if (end.by === 'end') {
      this.#sink.onLost(Input.EndOfBody, failures.endOfStream(name), false);
    } else if (end.by === 'error' && RequestError.is(end.cause)) {
      this.#sink.onLost(Input.NetworkError, end.cause.failure, end.cause.isFinal);
    } else if (end.by === 'error') {
      this.#onBroken(failures.brokenOff(name, end.cause));
    } else if (end.by === 'too-large') {
      const failure = failures.tooLarge(name, this.#options.maxEventSize);
      this.#sink.onLost(Input.NetworkError, failure, true);
    } else {
      this.#sink.onLost(Input.NetworkError, failures.noMemory(name), true);
    }
  }

  /** Reports it at once, unless the page itself may be what broke it off: then not if it leaves. */
  #onBroken(failure: Failure): void {
    const report = () => {
      if (!this.#isDropped) this.#sink.onLost(Input.NetworkError, failure, false);
    };
    const delay = whenNotLeaving();
    if (delay) void delay.then(report);
    else report();
  }

  /** To report `input` when nothing has come within the time that an option allows. */
  #limitInactivity(option: 'connectTimeout' | 'idleTimeout', input: Input): void {
    const limit = this.#options[option];
    if (limit === undefined) {
      this.#inactivity = undefined;
      return;
    }
    this.#inactivity = new InactivityTimer(limit, async () => {
      await this.#sink.whenLoaded();
      if (this.#isDropped) return;
      const hasBytes = !!this.#body?.arrived;
      const failure = failures.timedOut(this.#transport.name, option, limit, hasBytes);
      this.#sink.onLost(input, failure, false);
    });
  }
}
