export {
  EventStreamDecoder,
  type EventStreamDecoderInit,
  type EventStreamMessage,
} from './decoder.ts';
export type {
  ConnectionErrorEvent,
  ConnectionFailure,
  FailureKind,
} from './error-event.ts';
export { EventSource, type EventSourceEventMap } from './event-source.ts';
export type { Attempt, EventSourceInit, FetchLike, PerAttempt } from './options.ts';
export type { RetryableFailure, RetryOptions } from './retry.ts';
