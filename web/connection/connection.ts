// Does what the connection machine (src/connection.h) decides: requests, reading, timers. What it
// learns it tells the machine, and what the machine answers it does; it decides nothing itself.

import { Action, ConnectionState } from '../../build/generated/connection.ts';
import { loadCore } from '../core/load-core.ts';
import type { ListenerList } from '../events/listener-list.ts';
import {
  type ConnectionFailure,
  type Failure,
  RequestError,
  type RetryableFailure,
} from '../failures/connection-failure.ts';
import * as failures from '../failures/failure-messages.ts';
import type { Options } from '../options/read-options.ts';
import { Progress } from '../parser/event-reader.ts';
import { readExcerpt } from '../request/body-excerpt.ts';
import type { BodyReader } from '../request/body-reader.ts';
import { readRetryAfter } from '../request/retry-after.ts';
import type { Transport, TransportResponse } from '../request/transport.ts';
import { EventDelivery } from './event-delivery.ts';
import { Silence } from './inactivity-timer.ts';
import { followPageLife, isPageHidden, type PageLife } from './page-lifecycle.ts';
import { allowsRetry } from './retry-decision.ts';
import { nextTask } from './scheduling.ts';
import { Connection, type TimedInput } from './state-machine.ts';
import type { EventSourceStats } from './stats.ts';

/** What the EventSource hears. Nothing any more once close() was called. */
export interface ConnectionSink {
  /** "Announce the connection", HTML 9.2.3. @param origin of the events that follow */
  onOpen(origin: string): void;
  /** Called without `this`. */
  onEvent: (listeners: ListenerList, data: string, lastEventId: string) => void;
  /** "Reestablish" or "fail the connection", as `failure.willRetry` says. */
  onError(failure: ConnectionFailure): void;
  /** The end of the body, with `retry: false`. */
  onStop(): void;
}

export class ConnectionDriver implements PageLife {
  readonly #transport: Transport;
  readonly #options: Options;
  readonly #sink: ConnectionSink;
  readonly #loaded: Promise<void>;
  #connection: Connection | undefined; // from when WebAssembly is there until closed
  readonly #events: EventDelivery;
  #state = ConnectionState.Connecting;
  #request: AbortController | undefined; // under way, or its body is being read
  #body: BodyReader | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #silence: Silence | undefined; // of the request, then of its body
  #attempt = 0;
  #lastFailure: ConnectionFailure | undefined;
  #reconnectionTime: number; // while there is no #connection
  #bytes = 0; // of bodies
  #connections = 0;
  #failures = 0;
  #stateSince = Date.now();
  #isSilent = false;
  #unfollow: (() => void)[] = [];

  /** @param stream counts its `events` that someone was told of */
  constructor(
    transport: Transport,
    options: Options,
    sink: ConnectionSink,
    stream: { readonly events: number },
  ) {
    this.#transport = transport;
    this.#options = options;
    this.#sink = sink;
    this.#events = new EventDelivery(options, sink.onEvent, stream, (milliseconds) =>
      this.#connection?.setReconnectionTime(milliseconds),
    );
    this.#reconnectionTime = options.retryInterval;
    if (options.signal?.aborted) {
      this.#loaded = Promise.resolve();
      this.#onAbort(options.signal);
      return;
    }
    this.#followSignal(options.signal);
    // Both at once: the request need not wait for WebAssembly.
    this.#loaded = this.#load();
    if (!this.#isHidden) void this.#connect();
  }

  get readyState(): 0 | 1 | 2 {
    return this.#state <= ConnectionState.Closed ? (this.#state as 0 | 1 | 2) : 0;
  }

  /** ms */
  get reconnectionTime(): number {
    return this.#connection?.reconnectionTime ?? this.#reconnectionTime;
  }

  get events(): EventDelivery {
    return this.#events;
  }

  get stats(): Omit<EventSourceStats, 'events'> {
    return {
      connections: this.#connections,
      failures: this.#failures,
      bytes: this.#bytes,
      lastEventTime: this.#events.lastEventTime,
      stateSince: this.#stateSince,
    };
  }

  /** Why it is closed, if it is and not by close(). */
  get finalFailure(): ConnectionFailure | undefined {
    return this.#lastFailure?.willRetry === false ? this.#lastFailure : undefined;
  }

  /** Drops the connection or the wait, and connects now. */
  reconnect(): void {
    // Before WebAssembly is there, the first request is just under way.
    this.#input('reconnect');
  }

  close(): void {
    this.#isSilent = true;
    this.#connection?.input('close');
    this.#end();
  }

  leave(): void {
    this.#input('pause');
  }
  comeBack(): void {
    this.#input('resume');
  }
  online(): void {
    this.#input('online');
  }
  offline(): void {
    this.#input('offline');
  }

  get #isHidden(): boolean {
    const { isIdempotent, canReopen } = this.#transport;
    return this.#options.pauseWhenHidden && isIdempotent && canReopen && isPageHidden();
  }

  async #load(): Promise<void> {
    try {
      const core = await loadCore();
      if (this.#state === ConnectionState.Closed) return;
      const { maxEventSize, retry } = this.#options;
      const connection = new Connection(core, maxEventSize, this.#reconnectionTime, retry);
      this.#connection = connection;
      this.#events.start(core, connection.handle);
      connection.input('start'); // Action.Connect: the constructor has done it, or hidden it waits
      if (this.#isHidden) this.#input('pause');
      else if (this.#attempt === 0) void this.#connect();
    } catch (cause) {
      await nextTask();
      if (this.#state === ConnectionState.Closed) return;
      this.#end();
      this.#report(failures.noWasm(cause), false);
      return;
    }
    if (!this.#transport.canReopen) return; // what is let go cannot be had again
    const { isIdempotent, needsNetwork } = this.#transport;
    const leavesWhenHidden = this.#options.pauseWhenHidden && isIdempotent;
    this.#unfollow.push(followPageLife(this, needsNetwork, leavesWhenHidden));
  }

  #input(name: 'online' | 'offline' | 'pause' | 'resume' | 'reconnect'): void {
    if (this.#connection) this.#perform(this.#connection.input(name));
  }

  /** @param failure why, for the actions that fire `error` */
  #perform(action: Action, failure?: Failure): void {
    const connection = this.#connection as Connection;
    this.#enter(connection.state);
    if (action === Action.None) return;
    if (action === Action.Fail || action === Action.Stop) this.#end();
    else this.#letGo();
    if (action === Action.Connect) {
      void this.#connect();
    } else if (action === Action.Reestablish) {
      const { delay } = connection;
      // Armed before `error` is fired: close() in a listener then finds it.
      this.#timer = setTimeout(() => this.#perform(connection.timerFired()), delay);
      this.#report(failure as Failure, true, delay);
    } else if (action === Action.Fail) {
      this.#report(failure as Failure, false);
    } else if (action === Action.Stop) {
      this.#sink.onStop();
    }
  }

  #enter(state: ConnectionState): void {
    const before = this.readyState;
    this.#state = state;
    if (this.readyState !== before) this.#stateSince = Date.now();
  }

  async #connect(): Promise<void> {
    const request = new AbortController();
    this.#request = request;
    this.#limitSilence('connectTimeout', 'connectTimedOut', request);
    const attempt = {
      attempt: ++this.#attempt,
      lastEventId: this.#events.lastEventId,
      lastError: this.#lastFailure,
      signal: request.signal,
    };
    let answer: TransportResponse | undefined;
    let cause: unknown;
    try {
      answer = await this.#transport.open(attempt);
    } catch (reason) {
      cause = reason;
    }
    await this.#loaded;
    // Native fires its events from tasks of their own, whatever led to them.
    await nextTask();
    if (this.#request !== request) answer?.body?.cancel();
    else if (answer) await this.#onAnswer(answer, request);
    else if (cause instanceof RequestError) {
      this.#onLost('networkError', cause.failure, cause.isFinal);
    } else this.#onLost('networkError', failures.noConnection(this.#transport.name, cause));
  }

  async #onAnswer(answer: TransportResponse, request: AbortController): Promise<void> {
    const { status, headers, body } = answer;
    this.#body = body;
    const connection = this.#connection as Connection;
    const isEventStream = connection.isEventStream(headers.get('Content-Type') ?? '');
    let failure: Failure | undefined;
    if (status !== 200 || !isEventStream) {
      failure = failures.badResponse(this.#transport.name, answer, await readExcerpt(body));
      if (this.#request !== request) return;
    }
    const action = connection.respond(
      status,
      isEventStream,
      readRetryAfter(headers.get('Retry-After')),
      failure !== undefined && this.#mayRetry(failure),
    );
    if (failure) {
      this.#perform(action, failure);
      return;
    }
    this.#enter(ConnectionState.Open);
    this.#connections++;
    this.#limitSilence('idleTimeout', 'idleTimedOut', request);
    this.#sink.onOpen(answer.origin);
    if (body) await this.#readBody(body, request);
    else if (this.#request === request) this.#onLost('endOfBody', this.#endOfStream());
  }

  async #readBody(body: BodyReader, request: AbortController): Promise<void> {
    while (this.#request === request) {
      const wanted = this.#events.whenWanted?.();
      if (wanted) {
        this.#silence?.hold();
        await wanted;
        continue;
      }
      this.#silence?.end();
      let chunk: Uint8Array | undefined;
      try {
        chunk = await body.read();
      } catch (cause) {
        if (this.#request !== request) return;
        if (cause instanceof RequestError) {
          this.#onLost('networkError', cause.failure, cause.isFinal);
        } else {
          this.#onLost('networkError', failures.brokenOff(this.#transport.name, cause));
        }
        return;
      }
      if (this.#request !== request) return;
      if (chunk === undefined) {
        this.#onLost('endOfBody', this.#endOfStream());
        return;
      }
      this.#silence?.hold(); // while listeners take their time
      this.#bytes += chunk.length;
      this.#events.push(chunk);
      for (;;) {
        const turn = this.#events.deliver();
        if (turn === undefined) break;
        if (turn === Progress.TooLarge) {
          const failure = failures.tooLarge(this.#transport.name, this.#options.maxEventSize);
          this.#perform((this.#connection as Connection).input('refuse'), failure);
          return;
        }
        await turn();
        if (this.#request !== request) return;
      }
    }
  }

  #endOfStream(): Failure {
    return failures.endOfStream(this.#transport.name);
  }

  #onLost(input: TimedInput, failure: Failure, isFinal = false): void {
    const connection = this.#connection as Connection;
    // With retry: false the machine knows by itself that it is over; it tells an end from a failure.
    const isOver = isFinal || (this.#options.retry.mode !== 'off' && !this.#mayRetry(failure));
    this.#perform(isOver ? connection.input('refuse') : connection.timedInput(input), failure);
  }

  /** Whether another attempt may follow, as far as it is for the caller to say. */
  #mayRetry(failure: Failure): boolean {
    const { headers, retry } = this.#options;
    if (!this.#transport.canReopen) return false;
    const before = this.#lastFailure;
    if (failure.status === 401 && typeof headers === 'function' && before?.status === 401) {
      if (before.attempt === this.#attempt - 1) return false; // the new headers were refused, too
    }
    return allowsRetry(retry, this.#describe(failure));
  }

  /** To call when nothing has come within the time that an option allows. */
  #limitSilence(
    option: 'connectTimeout' | 'idleTimeout',
    input: 'connectTimedOut' | 'idleTimedOut',
    request: AbortController,
  ): void {
    this.#silence?.stop();
    const limit = this.#options[option];
    const { name } = this.#transport;
    const bytes = this.#bytes;
    this.#silence =
      limit === undefined
        ? undefined
        : new Silence(limit, async () => {
            await this.#loaded;
            if (this.#request !== request) return;
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
    this.#connection?.input('refuse');
    this.#end();
    void nextTask().then(() => this.#report(failures.aborted(signal), false));
  }

  #describe(failure: Failure): RetryableFailure {
    const nothing = { status: undefined, headers: undefined, body: undefined, cause: undefined };
    return { ...nothing, ...failure, attempt: this.#attempt };
  }

  #report(failure: Failure, willRetry: boolean, delay?: number): void {
    this.#failures++;
    this.#lastFailure = { ...this.#describe(failure), willRetry, delay };
    if (!this.#isSilent) this.#sink.onError(this.#lastFailure);
  }

  /** Lets go of what there is: request, body, timer, a partly received event. */
  #letGo(): void {
    clearTimeout(this.#timer);
    this.#silence?.stop();
    const request = this.#request;
    const body = this.#body;
    this.#request = this.#body = undefined;
    request?.abort();
    body?.cancel();
    this.#events.reset();
  }

  /** Closed, for ever. */
  #end(): void {
    this.#enter(ConnectionState.Closed);
    this.#letGo();
    for (const unfollow of this.#unfollow.splice(0)) unfollow();
    if (!this.#connection) return;
    this.#reconnectionTime = this.reconnectionTime;
    this.#events.stop();
    this.#connection.release();
    this.#connection = undefined;
  }
}
