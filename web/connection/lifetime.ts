// The beginning and the end of an EventSource, as promises, which are created when first asked for.

import { type ConnectionFailure, connectionError } from '../failures/connection-failure.ts';
import type { ResponseHead } from '../failures/response-head.ts';

/** How an EventSource ended. */
export type EventSourceCloseInfo =
  | {
      /** By `close()`, or because a `for await` loop was left. */
      readonly by: 'close';
      /** Nothing failed. */
      readonly failure?: undefined;
    }
  | {
      /** The server ended the stream, and there is no other attempt. */
      readonly by: 'end';
      /** What the `error` event said; undefined with `retry: false`, as none is fired. */
      readonly failure?: ConnectionFailure;
    }
  | {
      /** It failed for good. */
      readonly by: 'failure';
      /** What the `error` event said. */
      readonly failure: ConnectionFailure;
    };

class LazyPromise<T> {
  #promise: Promise<T> | undefined;
  #wake: (() => void) | undefined; // once there is a promise
  #result: (() => T) | undefined; // once it is settled

  get promise(): Promise<T> {
    if (this.#promise === undefined) {
      const settled = new Promise<void>((resolve) => {
        this.#wake = resolve;
        if (this.#result) resolve();
      });
      this.#promise = settled.then(() => (this.#result as () => T)());
      // As with the platform's: a rejection that nobody handles is not reported.
      this.#promise.catch(() => {});
    }
    return this.#promise;
  }

  /**
   * Only the first call counts. Returns whether anybody waits.
   *
   * @param result returns the value, or throws the reason
   */
  settle(result: () => T): boolean {
    this.#result ??= result;
    this.#wake?.();
    return this.#wake !== undefined;
  }
}

/** @internal */
export class Lifetime {
  readonly #opened = new LazyPromise<ResponseHead>();
  readonly #closed = new LazyPromise<EventSourceCloseInfo>();

  get opened(): Promise<ResponseHead> {
    return this.#opened.promise;
  }

  get closed(): Promise<EventSourceCloseInfo> {
    return this.#closed.promise;
  }

  /** A connection has opened; the first one counts. Returns whether anybody has asked for that. */
  open(head: ResponseHead): boolean {
    return this.#opened.settle(() => head);
  }

  /** It is over. */
  end(by: 'close' | 'end' | ConnectionFailure): void {
    const failure = typeof by === 'string' ? undefined : by;
    this.#opened.settle(() => {
      if (failure) throw connectionError(failure);
      throw new DOMException('The EventSource was closed before it opened', 'AbortError');
    });
    this.#closed.settle(() =>
      typeof by === 'string' ? { by } : { by: by.kind === 'end' ? 'end' : 'failure', failure: by },
    );
  }
}
