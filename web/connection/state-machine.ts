// The connection machine of src/connection.h behind its handle: measures the times and rolls the dice
// that it is told about, and keeps a copy of its state.

import { Action, ConnectionState, Input } from '../../build/generated/connection.ts';
import type { Core, CoreFunctions } from '../core/core.ts';
import type { Retry } from '../options/retry-options.ts';

export class StateMachine {
  readonly handle: number;
  /** As the machine last had it; also after release(). */
  state: ConnectionState = ConnectionState.Idle;
  readonly #functions: CoreFunctions;
  // See `elapsedMs` in src/connection.h.
  #since = performance.now();

  /** @param handle of `createSource`; this object destroys it, in release() */
  constructor(core: Core, handle: number, reconnectionTime: number, retry: Retry) {
    this.#functions = core.functions;
    this.handle = handle;
    this.setReconnectionTime(reconnectionTime);
    const { maxInterval, factor, jitter, maxAttempts, maxElapsed } = retry.policy;
    this.#functions.setRetryPolicy(
      handle,
      Number(retry.mode !== 'off'),
      maxInterval,
      factor,
      jitter,
      maxAttempts,
      maxElapsed,
    );
  }

  input(input: Input): Action {
    return this.#done(
      this.#functions.input(this.handle, input, this.#elapsed(), Math.random()),
      input !== Input.TimerFired,
    );
  }

  /**
   * @param retryAfter ms, or -1
   * @param mayRetry whether a refusal may be followed by another attempt
   */
  respond(status: number, isEventStream: boolean, retryAfter: number, mayRetry: boolean): Action {
    return this.#done(
      this.#functions.respond(
        this.handle,
        status,
        Number(isEventStream),
        retryAfter,
        Number(mayRetry),
        this.#elapsed(),
        Math.random(),
      ),
      true,
    );
  }

  /** ms, of the wait that the latest Action.Reestablish asked for. */
  get delay(): number {
    return this.#functions.delay(this.handle);
  }

  /** ms */
  get reconnectionTime(): number {
    return this.#functions.reconnectionTime(this.handle);
  }

  /** @param ms of the option `retryInterval`, or of a `retry` field */
  setReconnectionTime(ms: number): void {
    this.#functions.setReconnectionTime(this.handle, ms);
  }

  /** Gives the memory back. To be called once, after the last input. */
  release(): void {
    this.#functions.destroySource(this.handle);
  }

  #elapsed(): number {
    return performance.now() - this.#since;
  }

  #done(action: Action, isNewStart: boolean): Action {
    const wasOpen = this.state === ConnectionState.Open;
    this.state = this.#functions.state(this.handle);
    if (
      action === Action.Announce ||
      (action === Action.Connect && isNewStart) ||
      (action === Action.Reestablish && wasOpen)
    ) {
      this.#since = performance.now();
    }
    return action;
  }
}
