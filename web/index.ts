export type { EventSourceStats } from './connection/stats.ts';
export {
  EventStreamDecoder,
  type EventStreamDecoderInit,
  EventStreamDecoderStream,
  type EventStreamMessage,
} from './decoder.ts';
export { EventSource } from './event-source.ts';
export type {
  ConnectionError,
  ConnectionErrorEvent,
  ConnectionFailure,
  FailureKind,
} from './events/error-event.ts';
export type { EventSourceEventMap, IteratedEvent } from './events/event-types.ts';
export type { Attempt, EventSourceInit, FetchLike, PerAttempt } from './options/options.ts';
export type { RetryableFailure, RetryOptions } from './options/retry-options.ts';
