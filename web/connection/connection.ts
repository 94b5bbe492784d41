// Does what the state machine (src/connection.h) decides, and tells it what it learns.

import { Action, ConnectionState, Input } from '../../build/generated/connection.ts';
import { isOutOfMemory, loadCore } from '../core/load-core.ts';
import {
  type ConnectionFailure,
  describeFailure,
  type Failure,
  type RetryableFailure,
} from '../failures/connection-failure.ts';
import * as failures from '../failures/failure-messages.ts';
import type { Options } from '../options/read-options.ts';
import { readRetryAfter } from '../request/retry-after.ts';
import type { Transport, TransportResponse } from '../request/transport.ts';
import { Attempt, type AttemptSink } from './attempt.ts';
import type { ConnectionObserver, ConnectionSink } from './connection-sink.ts';
import { EventDelivery } from './event-delivery.ts';
import { Lifetime } from './lifetime.ts';
import { followPageLifecycle, isPageHidden, watchNavigation } from './page-lifecycle.ts';
import type { Phase } from './phase.ts';
import { decideRetry, type RetryDecision } from './retry-decision.ts';
import { nextTask } from './scheduling.ts';
import { StateMachine } from './state-machine.ts';
import type { EventSourceStats } from './stats.ts';

const kLoading: Phase = { name: 'loading' };

export class Connection {
  readonly events: EventDelivery;
  readonly lifetime = new Lifetime();
  readonly #transport: Transport;
  readonly #options: Options;
  #sink: ConnectionSink;
  #phase: Phase = kLoading;
  #loaded = Promise.resolve(); // once it is called for
  readyState: 0 | 1 | 2 = ConnectionState.Connecting;
  #attempt: Attempt | undefined; // whose request is under way, or whose body is being read
  #attempts = 0;
  #timer: ReturnType<typeof setTimeout> | undefined; // for the next attempt
  #reconnectionTime: number; // while there is no machine
  #lastFailure: ConnectionFailure | undefined;
  #toldFailure: ConnectionFailure | undefined; // the final one, from its `error` event on
  readonly #stats = { connections: 0, failures: 0, stateSince: Date.now() };
  #unfollow: (() => void)[] = [];
  readonly #attemptSink: AttemptSink;

  /** @param target of the events */
  constructor(transport: Transport, options: Options, target: EventTarget, sink: ConnectionSink) {
    this.#transport = transport;
    this.#options = options;
    this.#sink = sink;
    this.#reconnectionTime = options.retryInterval;
    this.events = new EventDelivery(target, options, (milliseconds) => {
      if (this.#phase.name === 'live') this.#phase.machine.setReconnectionTime(milliseconds);
    });
    this.#attemptSink = {
      whenLoaded: () => this.#loaded,
      onOpen: (response) => this.#onOpen(response),
      onRefused: (...refused) => this.#onRefused(...refused),
      onLost: (...lost) => this.#onLost(...lost),
    };
    if (options.signal?.aborted) {
      void this.#endLater(failures.aborted(options.signal));
      return;
    }
    this.#followSignal(options.signal);
    // Both at once: the request need not wait for the core.
    if (!this.#isPaused) this.#connect();
    this.#loaded = this.#load();
  }

  /** ms */
  get reconnectionTime(): number {
    return this.#phase.name === 'live'
      ? this.#phase.machine.reconnectionTime
      : this.#reconnectionTime;
  }

  get stats(): EventSourceStats {
    const { events, bytes, lastEventTime } = this.events;
    return { ...this.#stats, events, bytes, lastEventTime, sharing: this.#transport.sharing };
  }

  /** Why it has ended, if it has by a failure. */
  get finalFailure(): ConnectionFailure | undefined {
    return this.#phase.name === 'ended' ? this.#phase.failure : undefined;
  }

  /** Connects now; while the core is still loading, in place of the attempt under way, if there is one. */
  reconnect(): void {
    const isLoading = this.#phase === kLoading && this.#attempt;
    if (!this.#transport.renew()) return;
    this.#input(Input.Reconnect);
    if (isLoading) this.#drop();
    if (isLoading && this.#phase === kLoading && !this.#attempt) this.#connect();
  }

  /** @see kObserve */
  observe({ wrap, onEvent }: ConnectionObserver): void {
    this.#sink = wrap(this.#sink);
    this.events.observe(onEvent);
  }

  reset(): void {
    this.#attempt?.reset();
  }

  close(): void {
    // What an `error` event told of stands: loops throw it, also when the event's listener closes the source.
    this.events.dropIterators(this.#toldFailure);
    this.#end(this.#toldFailure ?? 'close');
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
      const { maxEventSize, onComment } = this.#options;
      const handle = core.functions.createSource(maxEventSize, onComment && 1);
      if (handle === 0) return void this.#endLater(failures.noMemory(this.#transport.name));
      const machine = new StateMachine(core, handle, this.#reconnectionTime, this.#options.retry);
      this.#phase = { name: 'live', machine };
      this.events.start(core, handle);
      machine.input(Input.Start); // Action.Connect: the constructor has done it, or hidden it waits
    } catch (cause) {
      if (this.#phase !== kLoading) return;
      const failure = isOutOfMemory(cause)
        ? failures.noMemory(this.#transport.name, cause)
        : failures.noWasm(cause);
      return void this.#endLater(failure);
    }
    this.#unfollow.push(watchNavigation());
    const { canReopen, needsNetwork } = this.#transport;
    const leaves = () => this.#options.pauseWhenHidden && this.#transport.isIdempotent;
    // What is dropped cannot always be had again.
    if (canReopen) this.#unfollow.push(followPageLifecycle(this.#input, needsNetwork, leaves));
    if (this.#isPaused) this.#input(Input.Pause);
    else if (this.#attempts === 0) this.#connect(); // last, as the caller's functions may close it
  }

  readonly #input = (input: Input): void => {
    if (this.#phase.name === 'live') {
      this.#perform(this.#phase.machine, this.#phase.machine.input(input));
    }
  };

  /** @param failure why, for the actions that fire `error` */
  #perform(machine: StateMachine, action: Action, failure?: RetryableFailure): void {
    if (action === Action.Stop) {
      this.#end('end');
      this.events.endIterators();
      return;
    }
    if (action === Action.Fail) {
      if (this.#end(failure as RetryableFailure)) this.#report();
      return;
    }
    this.#enter(machine.state);
    if (action === Action.None) return;
    this.#drop();
    // The caller, told by its signal, may have closed it or connected anew.
    if (this.#phase.name !== 'live' || this.#attempt) return;
    if (action === Action.Connect) {
      this.#connect();
    } else if (action === Action.Reestablish) {
      const { delay } = machine;
      // Before `error` is fired, whose listeners may close it. Fake timers do not clear a real one.
      this.#timer = setTimeout(() => this.#input(Input.TimerFired), delay);
      this.#lastFailure = { ...(failure as RetryableFailure), willRetry: true, delay };
      this.#report();
    }
  }

  #enter(state: ConnectionState): void {
    const readyState = state <= ConnectionState.Closed ? (state as 0 | 1 | 2) : 0;
    if (readyState === this.readyState) return;
    this.readyState = readyState;
    this.#stats.stateSince = Date.now();
  }

  #connect(): void {
    const attempt = new Attempt(this.#transport, this.#options, this.events, this.#attemptSink);
    this.#attempt = attempt;
    const number = ++this.#attempts;
    this.#sink.onAttempt?.(number);
    void attempt.start(number, this.#lastFailure);
  }

  #onOpen({ status, headers, url }: TransportResponse): boolean {
    this.#machine.respond(200, true, -1, false);
    this.#enter(this.#machine.state);
    this.#stats.connections++;
    this.#lastFailure = undefined; // what is dropped from now on has not failed
    this.events.origin = new URL(url).origin;
    const head = { status, headers, url };
    const isAwaited = this.lifetime.open(head);
    return this.#sink.onOpen(head) || isAwaited;
  }

  #onRefused(response: TransportResponse, isEventStream: boolean, excerpt: string): void {
    const machine = this.#machine;
    const attempt = this.#attempt;
    const { status, headers } = response;
    const refusal = failures.badResponse(this.#transport.name, response, excerpt);
    const { mayRetry, failure } = this.#decide(describeFailure(refusal, this.#attempts));
    if (this.#attempt !== attempt) return; // the caller's function closed or reconnected it
    const retryAfter = readRetryAfter(headers.get('Retry-After'));
    this.#perform(machine, machine.respond(status, isEventStream, retryAfter, mayRetry), failure);
  }

  #onLost(input: Input, reason: Failure, isFinal: boolean): void {
    const machine = this.#machine;
    const attempt = this.#attempt;
    const lost = describeFailure(reason, this.#attempts);
    // With `retry: false` the machine knows by itself that it is over; it tells an end from a failure.
    const isKnown = isFinal || this.#options.retry.mode === 'off';
    const { mayRetry, failure } = isKnown
      ? { mayRetry: !isFinal, failure: lost }
      : this.#decide(lost);
    if (this.#attempt !== attempt) return; // the caller's function closed or reconnected it
    this.#perform(machine, machine.input(mayRetry ? input : Input.Refuse), failure);
  }

  #decide(failure: RetryableFailure): RetryDecision {
    if (!this.#transport.canReopen) return { mayRetry: false, failure };
    return decideRetry(this.#options, failure, this.#lastFailure);
  }

  /** There is one for attempts that were told that the core is there. */
  get #machine(): StateMachine {
    return (this.#phase as Extract<Phase, { name: 'live' }>).machine;
  }

  #followSignal(signal: AbortSignal | undefined): void {
    if (!signal) return;
    const listener = () => void this.#endLater(failures.aborted(signal));
    signal.addEventListener('abort', listener, { once: true });
    this.#unfollow.push(() => signal.removeEventListener('abort', listener));
  }

  /** Closed at once; `error` is fired from a task of its own, unless close() is called before. */
  async #endLater(failure: Failure): Promise<void> {
    if (!this.#end(describeFailure(failure, this.#attempts))) return;
    const phase = this.#phase;
    await nextTask();
    if (this.#phase === phase) this.#report();
  }

  /** Tells of #lastFailure. */
  #report(): void {
    const failure = this.#lastFailure as ConnectionFailure;
    this.#stats.failures++;
    if (!failure.willRetry) this.#toldFailure = failure;
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

  /**
   * Closed, for ever. Returns false when the caller, told by a signal, called close() meanwhile.
   *
   * @param by 'end' where the end of the body is no failure
   */
  #end(by: 'close' | 'end' | RetryableFailure): boolean {
    const before = this.#phase;
    this.#reconnectionTime = this.reconnectionTime;
    const failure =
      typeof by === 'string' ? undefined : { ...by, willRetry: false, delay: undefined };
    this.#lastFailure = failure ?? this.#lastFailure;
    const phase: Phase = { name: 'ended', failure };
    this.#phase = phase;
    this.lifetime.end(failure ?? (by as 'close' | 'end'));
    this.#enter(ConnectionState.Closed);
    for (const unfollow of this.#unfollow.splice(0)) unfollow(); // lest abort() in what follows is heard
    this.#drop();
    this.#transport.close?.();
    this.#sink.onEnd();
    if (before.name === 'live') {
      this.events.stop();
      before.machine.release();
    }
    return this.#phase === phase;
  }
}
