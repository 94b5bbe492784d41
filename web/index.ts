export type { EventSourceCloseInfo } from './connection/lifetime.ts';
export type { EventSourceStats } from './connection/stats.ts';
export {
  EventStreamDecoder,
  type EventStreamDecoderInit,
  EventStreamDecoderStream,
  type EventStreamMessage,
} from './decoder.ts';
export { EventSource } from './event-source.ts';
export {
  type ConnectionErrorEvent,
  ErrorEvent,
  type ErrorEventInit,
} from './events/error-event.ts';
export type {
  EventSourceEventMap,
  EventSourceIterator,
  IteratedEvent,
} from './events/event-types.ts';
export type { ConnectionOpenEvent } from './events/open-event.ts';
export type {
  ConnectionError,
  ConnectionFailure,
  FailureKind,
  RetryableFailure,
} from './failures/connection-failure.ts';
export type { ResponseHead } from './failures/response-head.ts';
export type * from './npm-eventsource.ts';
export type {
  Attempt,
  EventSourceInit,
  FetchLike,
  FetchLikeInit,
  FetchLikeResponse,
  PerAttempt,
  ReaderLike,
  ReturnedHeaders,
} from './options/options.ts';
export type { OwnMember, RequestMembers } from './options/request-members.ts';
export type { RetryOptions } from './options/retry-options.ts';
export type { ShareOptions, SharingRole } from './options/share-option.ts';
export type { SupportedOptions } from './options/supported-options.ts';
