// One attempt to connect, and the connection that comes of it.

import type { ConnectionFailure } from '../failures/connection-failure.ts';
import type { Attempt as PublicAttempt } from '../options/options.ts';
import type { BodyReader } from '../request/body-reader.ts';
import type { InactivityTimer } from './inactivity-timer.ts';
import type { ReadLoop } from './read-loop.ts';

export class Attempt {
  /** What the caller's functions are told of it. */
  readonly context: PublicAttempt;
  /** Of the request, then of the body. */
  inactivity: InactivityTimer | undefined;
  readLoop: ReadLoop | undefined;
  readonly #request = new AbortController();
  #body: BodyReader | undefined;

  constructor(attempt: number, lastEventId: string, lastError: ConnectionFailure | undefined) {
    this.context = { attempt, lastEventId, lastError, signal: this.#request.signal };
  }

  /** Takes over the response's body, which goes with the attempt. */
  take(body: BodyReader | undefined): void {
    if (this.context.signal.aborted) body?.cancel();
    else this.#body = body;
  }

  /** Lets go of all it has. */
  drop(): void {
    this.inactivity?.dispose();
    this.readLoop?.stop();
    this.#request.abort();
    this.#body?.cancel();
  }
}
