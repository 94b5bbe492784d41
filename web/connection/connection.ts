// Does what the state machine (src/connection.h) decides: requests, reading, timers. What it learns it
// tells the machine, and what comes back it does.

import { Action, ConnectionState } from '../../build/generated/connection.ts';
import { loadCore } from '../core/load-core.ts';
import {
  type ConnectionFailure,
  type Failure,
  RequestError,
  type RetryableFailure,
} from '../failures/connection-failure.ts';
import * as failures from '../failures/failure-messages.ts';
import type { Options } from '../options/read-options.ts';
import { readExcerpt } from '../request/body-excerpt.ts';
import { readRetryAfter } from '../request/retry-after.ts';
import type { Transport, TransportResponse } from '../request/transport.ts';
import { Attempt } from './attempt.ts';
import { EventDelivery } from './event-delivery.ts';
import { InactivityTimer } from './inactivity-timer.ts';
import { followPageLifecycle, isPageHidden, type PageLifecycle } from './page-lifecycle.ts';
import { type BodyEnd, ReadLoop } from './read-loop.ts';
import { mayRetry } from './retry-decision.ts';
import { nextTask } from './scheduling.ts';
import { type Input, StateMachine, type TimedInput } from './state-machine.ts';
import type { EventSourceStats } from './stats.ts';

/** What the EventSource hears. Nothing any more once close() was called. */
export interface ConnectionSink {
  /** "Announce the connection", HTML 9.2.3. */
  onOpen(): void;
  /** "Reestablish" or "fail the connection", as `failure.willRetry` says. */
  onError(failure: ConnectionFailure): void;
}

/** It is loading the core, or live with its machine, or has ended: by the caller, with its body, by a failure. */
type Phase =
  | { readonly name: 'loading' }
  | { readonly name: 'live'; readonly machine: StateMachine }
  | { readonly name: 'ended'; readonly failure?: ConnectionFailure };

const kLoading: Phase = { name: 'loading' };

export class Connection implements PageLifecycle {
  readonly events: EventDelivery;
  readonly #transport: Transport;
  readonly #options: Options;
  readonly #sink: ConnectionSink;
  readonly #loaded: Promise<void>;
  #phase: Phase = kLoading;
  #readyState: 0 | 1 | 2 = ConnectionState.Connecting;
  #stateSince = Date.now();
  #attempt: Attempt | undefined; // whose request is under way, or whose body is being read
  #attempts = 0;
  #timer: ReturnType<typeof setTimeout> | undefined; // for the next attempt
  #reconnectionTime: number; // while there is no machine
  #lastFailure: ConnectionFailure | undefined;
  #bytes = 0; // of bodies
  #connections = 0;
  #failures = 0;
  #unfollow: (() => void)[] = [];

  /** @param target of the events */
  constructor(transport: Transport, options: Options, target: EventTarget, sink: ConnectionSink) {
    this.#transport = transport;
    this.#options = options;
    this.#sink = sink;
    this.#reconnectionTime = options.retryInterval;
    this.events = new EventDelivery(target, options, (milliseconds) => {
      if (this.#phase.name === 'live') this.#phase.machine.setReconnectionTime(milliseconds);
    });
    if (options.signal?.aborted) {
      this.#loaded = Promise.resolve();
      this.#onAbort(options.signal);
      return;
    }
    this.#followSignal(options.signal);
    // Both at once: the request need not wait for the core.
    if (!this.#isPaused) void this.#connect();
    this.#loaded = this.#load();
  }

  get readyState(): 0 | 1 | 2 {
    return this.#readyState;
  }

  /** ms */
  get reconnectionTime(): number {
    return this.#phase.name === 'live'
      ? this.#phase.machine.reconnectionTime
      : this.#reconnectionTime;
  }

  get stats(): EventSourceStats {
    return {
      connections: this.#connections,
      failures: this.#failures,
      events: this.events.events,
      bytes: this.#bytes,
      lastEventTime: this.events.lastEventTime,
      stateSince: this.#stateSince,
    };
  }

  /** Why it has ended, if it has by a failure. */
  get finalFailure(): ConnectionFailure | undefined {
    return this.#phase.name === 'ended' ? this.#phase.failure : undefined;
  }

  /** Drops the connection or the wait, and connects now. */
  reconnect(): void {
    // While the core is being loaded, the first request has just been sent.
    this.#input('reconnect');
  }

  close(): void {
    this.events.dropIterators();
    this.#end();
  }

  pageHidden(): void {
    this.#input('pause');
  }
  pageShown(): void {
    this.#input('resume');
  }
  online(): void {
    this.#input('online');
  }
  offline(): void {
    this.#input('offline');
  }

  /** Whether there is to be no request as long as the page is hidden. */
  get #isPaused(): boolean {
    const { isIdempotent, canReopen } = this.#transport;
    return this.#options.pauseWhenHidden && isIdempotent && canReopen && isPageHidden();
  }

  async #load(): Promise<void> {
    try {
      const core = await loadCore();
      if (this.#phase !== kLoading) return;
      const handle = core.functions.createSource(this.#options.maxEventSize);
      if (handle === 0) {
        this.#failToLoad(failures.noMemory('the EventSource', undefined));
        return;
      }
      const machine = new StateMachine(core, handle, this.#reconnectionTime, this.#options.retry);
      this.#phase = { name: 'live', machine };
      this.events.start(core, handle);
      machine.input('start'); // Action.Connect: the constructor has done it, or hidden it waits
    } catch (cause) {
      this.#failToLoad(failures.noWasm(cause));
      return;
    }
    if (this.#isPaused) this.#input('pause');
    else if (this.#attempts === 0) void this.#connect();
    if (!this.#transport.canReopen) return; // what is dropped cannot be had again
    const { isIdempotent, needsNetwork } = this.#transport;
    const leavesWhenHidden = this.#options.pauseWhenHidden && isIdempotent;
    this.#unfollow.push(followPageLifecycle(this, needsNetwork, leavesWhenHidden));
  }

  #failToLoad(failure: Failure): void {
    if (this.#phase !== kLoading) return;
    void this.#endLater(failure);
  }

  #input(name: Input): void {
    if (this.#phase.name === 'live') {
      this.#perform(this.#phase.machine, this.#phase.machine.input(name));
    }
  }

  /** @param failure why, for the actions that fire `error` */
  #perform(machine: StateMachine, action: Action, failure?: RetryableFailure): void {
    if (action === Action.Stop) {
      this.#end();
      this.events.endIterators();
      return;
    }
    if (action === Action.Fail) {
      this.#end({ ...(failure as RetryableFailure), willRetry: false, delay: undefined });
      this.#report();
      return;
    }
    this.#enter(machine.state);
    if (action === Action.None) return;
    this.#drop();
    if (action === Action.Connect) {
      void this.#connect();
    } else if (action === Action.Reestablish) {
      const { delay } = machine;
      // Armed before `error` is fired: close() in a listener then finds it.
      this.#timer = setTimeout(() => this.#perform(machine, machine.timerFired()), delay);
      this.#lastFailure = { ...(failure as RetryableFailure), willRetry: true, delay };
      this.#report();
    }
  }

  #enter(state: ConnectionState): void {
    const readyState = state <= ConnectionState.Closed ? (state as 0 | 1 | 2) : 0;
    if (readyState === this.#readyState) return;
    this.#readyState = readyState;
    this.#stateSince = Date.now();
  }

  async #connect(): Promise<void> {
    const attempt = new Attempt(++this.#attempts, this.events.lastEventId, this.#lastFailure);
    this.#attempt = attempt;
    this.#limitInactivity(attempt, 'connectTimeout', 'connectTimedOut');
    let response: TransportResponse | undefined;
    let cause: unknown;
    try {
      response = await this.#transport.open(attempt.context);
    } catch (reason) {
      cause = reason;
    }
    if (response) attempt.take(response.body);
    await this.#loaded;
    // The browser fires its events from tasks of their own, whatever led to them.
    await nextTask();
    if (this.#attempt !== attempt) return;
    if (response) await this.#onResponse(attempt, response);
    else if (cause instanceof RequestError) {
      this.#onLost('networkError', cause.failure, cause.isFinal);
    } else this.#onLost('networkError', failures.noConnection(this.#transport.name, cause));
  }

  async #onResponse(attempt: Attempt, response: TransportResponse): Promise<void> {
    attempt.inactivity?.dispose();
    const { status, headers, body, origin } = response;
    const machine = this.#machine;
    const isEventStream = machine.isEventStream(headers.get('Content-Type') ?? '');
    const retryAfter = readRetryAfter(headers.get('Retry-After'));
    if (status !== 200 || !isEventStream) {
      const excerpt = await readExcerpt(body);
      if (this.#attempt !== attempt) return;
      const failure = failures.badResponse(this.#transport.name, response, excerpt);
      const described = this.#describe(failure);
      const isRetried = this.#mayRetry(described);
      if (this.#attempt !== attempt) return; // the caller's function closed or reconnected it
      const action = machine.respond(status, isEventStream, retryAfter, isRetried);
      this.#perform(machine, action, described);
      return;
    }
    machine.respond(status, isEventStream, retryAfter, false);
    this.#enter(machine.state);
    this.#connections++;
    this.events.origin = origin;
    this.#limitInactivity(attempt, 'idleTimeout', 'idleTimedOut');
    this.#sink.onOpen();
    if (this.#attempt !== attempt) return;
    if (!body) {
      this.#onEnd({ by: 'end' });
      return;
    }
    attempt.readLoop = new ReadLoop(
      body,
      this.events,
      attempt.inactivity,
      (count) => {
        this.#bytes += count;
      },
      (end) => this.#onEnd(end),
    );
  }

  #onEnd(end: BodyEnd): void {
    const { name } = this.#transport;
    if (end.by === 'end') {
      this.#onLost('endOfBody', failures.endOfStream(name));
    } else if (end.by === 'error') {
      this.#onLost('networkError', failures.brokenOff(name, end.cause));
    } else if (end.by === 'too-large') {
      this.#onLost('networkError', failures.tooLarge(name, this.#options.maxEventSize), true);
    } else {
      this.#onLost('networkError', failures.noMemory(name, undefined), true);
    }
  }

  /** @param isFinal whether another attempt would be futile */
  #onLost(input: TimedInput, failure: Failure, isFinal = false): void {
    const machine = this.#machine;
    const attempt = this.#attempt;
    const described = this.#describe(failure);
    // With `retry: false` the machine knows by itself that it is over; it tells an end from a failure.
    const isOver = isFinal || (this.#options.retry.mode !== 'off' && !this.#mayRetry(described));
    if (this.#attempt !== attempt) return; // the caller's function closed or reconnected it
    this.#perform(machine, isOver ? machine.input('refuse') : machine.timedInput(input), described);
  }

  #mayRetry(failure: RetryableFailure): boolean {
    return this.#transport.canReopen && mayRetry(this.#options, failure, this.#lastFailure);
  }

  /** The machine, while there is an attempt to speak of and the core is there. */
  get #machine(): StateMachine {
    return (this.#phase as Extract<Phase, { name: 'live' }>).machine;
  }

  /** To call `input` when nothing has come within the time that an option allows. */
  #limitInactivity(
    attempt: Attempt,
    option: 'connectTimeout' | 'idleTimeout',
    input: 'connectTimedOut' | 'idleTimedOut',
  ): void {
    attempt.inactivity?.dispose();
    attempt.inactivity = undefined;
    const limit = this.#options[option];
    if (limit === undefined) return;
    const { name } = this.#transport;
    const bytes = this.#bytes;
    attempt.inactivity = new InactivityTimer(limit, async () => {
      await this.#loaded;
      if (this.#attempt !== attempt) return;
      this.#onLost(input, failures.timedOut(name, option, limit, this.#bytes > bytes));
    });
  }

  #followSignal(signal: AbortSignal | undefined): void {
    if (!signal) return;
    const listener = () => this.#onAbort(signal);
    signal.addEventListener('abort', listener, { once: true });
    this.#unfollow.push(() => signal.removeEventListener('abort', listener));
  }

  #onAbort(signal: AbortSignal): void {
    void this.#endLater(failures.aborted(signal));
  }

  /** Closed at once; `error` is fired from a task of its own, unless close() is called before. */
  async #endLater(failure: Failure): Promise<void> {
    this.#end({ ...this.#describe(failure), willRetry: false, delay: undefined });
    const phase = this.#phase;
    await nextTask();
    if (this.#phase === phase) this.#report();
  }

  #describe(failure: Failure): RetryableFailure {
    const nothing = { status: undefined, headers: undefined, body: undefined, cause: undefined };
    return { ...nothing, ...failure, attempt: this.#attempts };
  }

  /** Tells of #lastFailure. */
  #report(): void {
    const failure = this.#lastFailure as ConnectionFailure;
    this.#failures++;
    this.#sink.onError(failure);
    if (!failure.willRetry) this.events.endIterators(failure);
  }

  /** Lets go of what there is: request, body, timer, a partly received event. */
  #drop(): void {
    clearTimeout(this.#timer);
    const attempt = this.#attempt;
    this.#attempt = undefined;
    attempt?.drop();
    this.events.restart();
  }

  /** Closed, for ever. @param failure unless it is by close() or the end of the body */
  #end(failure?: ConnectionFailure): void {
    const before = this.#phase;
    if (failure) this.#lastFailure = failure;
    this.#reconnectionTime = this.reconnectionTime;
    this.#phase = { name: 'ended', failure };
    this.#enter(ConnectionState.Closed);
    this.#drop();
    for (const unfollow of this.#unfollow.splice(0)) unfollow();
    if (before.name !== 'live') return;
    this.events.stop();
    before.machine.release();
  }
}
