// What a connection reports to its EventSource, and to an inspector, which is an entry of its own.

import type { ConnectionFailure } from '../failures/connection-failure.ts';
import type { ResponseHead } from '../failures/response-head.ts';

/** What the EventSource is told: nothing more once close() was called. */
export interface ConnectionSink {
  /** The n-th request is about to be sent. */
  onAttempt?(number: number): void;
  /** "Announce the connection", HTML 9.2.3. Returns whether anybody listened. */
  onOpen(head: ResponseHead): boolean;
  /** "Reestablish" or "fail the connection", as `failure.willRetry` says. */
  onError(failure: ConnectionFailure): void;
  /** It is closed. Called at once, before what is fired about it. */
  onEnd(): void;
}

/** Names the method of EventSource that takes a ConnectionObserver. Registered, as bundles may differ. */
export const kObserve: unique symbol = /* @__PURE__ */ Symbol.for(
  'eventsource-wasm.observe',
) as never;

export interface ConnectionObserver {
  /** Returns what takes the sink's place, and passes everything on to the sink. */
  wrap(sink: ConnectionSink): ConnectionSink;
  /** Called after the listeners, with events of all types. The latest observer's alone. */
  onEvent(event: MessageEvent<string>): void;
}
