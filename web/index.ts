export type { EventSourceStats } from './connection/stats.ts';
export {
  EventStreamDecoder,
  type EventStreamDecoderInit,
  EventStreamDecoderStream,
  type EventStreamMessage,
} from './decoder.ts';
export { EventSource } from './event-source.ts';
export type { ConnectionErrorEvent } from './events/error-event.ts';
export type { EventSourceEventMap, IteratedEvent } from './events/event-types.ts';
export type {
  ConnectionError,
  ConnectionFailure,
  FailureKind,
  RetryableFailure,
} from './failures/connection-failure.ts';
export type {
  Attempt,
  EventSourceInit,
  FetchLike,
  FetchLikeInit,
  FetchLikeResponse,
  PerAttempt,
  ResponseHead,
} from './options/options.ts';
export type { RequestMembers } from './options/request-members.ts';
export type { RetryOptions } from './options/retry-options.ts';
