export {
  EventStreamDecoder,
  type EventStreamDecoderInit,
  EventStreamDecoderStream,
  type EventStreamMessage,
} from './decoder.ts';
export type {
  ConnectionError,
  ConnectionErrorEvent,
  ConnectionFailure,
  FailureKind,
} from './error-event.ts';
export { EventSource } from './event-source.ts';
export type { EventSourceEventMap, IteratedEvent } from './event-types.ts';
export type { Attempt, EventSourceInit, FetchLike, PerAttempt } from './options.ts';
export type { RetryableFailure, RetryOptions } from './retry.ts';
export type { EventSourceStats } from './stats.ts';
