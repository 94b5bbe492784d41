// The connection machine of src/connection.h behind its handle: measures the times and rolls the dice
// that it is told about, and keeps a copy of its state.

import { Action, ConnectionState } from '../build/generated/connection.ts';
import type { Core, CoreFunctions } from './core.ts';

type Input = 'start' | 'refuse' | 'online' | 'offline' | 'pause' | 'resume' | 'reconnect' | 'close';
type TimedInput = 'endOfBody' | 'networkError' | 'connectTimedOut' | 'idleTimedOut';

export class Connection {
  readonly handle: number;
  /** As the machine last had it; also after release(). */
  state: ConnectionState = ConnectionState.Idle;
  readonly #core: Core;
  readonly #functions: CoreFunctions;
  // See `elapsedMs` in src/connection.h.
  #since = performance.now();

  /** @throws {RangeError} when there is no memory for it */
  constructor(core: Core, maxEventSize: number, reconnectionTime: number) {
    this.#core = core;
    this.#functions = core.functions;
    this.handle = this.#functions.createSource(maxEventSize);
    if (this.handle === 0) throw new RangeError('no memory for another EventSource');
    this.setReconnectionTime(reconnectionTime);
  }

  /** For the inputs that take no measure. */
  input(name: Input): Action {
    return this.#done(this.#functions[name](this.handle), true);
  }

  timerFired(): Action {
    return this.#done(this.#functions.timerFired(this.handle), false);
  }

  timedInput(name: TimedInput): Action {
    return this.#done(this.#functions[name](this.handle, this.#elapsed(), Math.random()), true);
  }

  /** @param retryAfter ms, or -1 */
  respond(status: number, contentType: string, retryAfter: number): Action {
    const address = this.#functions.reserve(this.handle, contentType.length);
    this.#core.refresh();
    const { bytes } = this.#core;
    for (let i = 0; i < contentType.length; i++) bytes[address + i] = contentType.charCodeAt(i);
    const length = address === 0 ? 0 : contentType.length;
    const mayRetry = 0;
    return this.#done(
      this.#functions.respond(
        this.handle,
        status,
        length,
        retryAfter,
        mayRetry,
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
