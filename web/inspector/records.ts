// What a recording keeps, oldest first: the events of a stream, and what happened to its connection.

import type { EventSourceCloseInfo, FailureKind } from '../index.ts';

interface Timed {
  /** ms, as `performance.now()`. */
  readonly time: number;
}

/** An event of the stream. */
export interface EventRecord extends Timed {
  /** Tells it from the other records. */
  readonly kind: 'event';
  /** The event type. */
  readonly type: string;
  /** The last event ID string. */
  readonly id: string;
  /** The data, or its beginning if it was too long to be kept. */
  readonly data: string;
  /** The length of the whole data, in UTF-16 code units. */
  readonly length: number;
}

/** A request was sent. */
export interface AttemptRecord extends Timed {
  /** Tells it from the other records. */
  readonly kind: 'attempt';
  /** The number of the attempt; 1 is the first. */
  readonly attempt: number;
  /** The last event ID that it resumes after; '' if there is none. */
  readonly id: string;
}

/** A connection opened. */
export interface OpenRecord extends Timed {
  /** Tells it from the other records. */
  readonly kind: 'open';
  /** The status of the response. */
  readonly status: number;
  /** The URL of the response, without user info, query and fragment. */
  readonly url: string;
}

/** An attempt failed, or a connection was lost. */
export interface FailureRecord extends Timed {
  /** Tells it from the other records. */
  readonly kind: 'failure';
  /** The `kind` of the `error` event. */
  readonly reason: FailureKind;
  /** The `message` of the `error` event. */
  readonly message: string;
  /** The status of the response, if there was one. */
  readonly status: number | undefined;
  /** The number of the attempt; 1 is the first. */
  readonly attempt: number;
  /** ms until the next attempt; undefined when there is none. */
  readonly delay: number | undefined;
}

/** The page was hidden, or put into the back/forward cache. */
export interface PauseRecord extends Timed {
  /** Tells it from the other records. */
  readonly kind: 'pause';
}

/** The EventSource was closed. */
export interface CloseRecord extends Timed {
  /** Tells it from the other records. */
  readonly kind: 'close';
  /** As in what the promise `closed` is fulfilled with. */
  readonly by: EventSourceCloseInfo['by'];
}

/** What happened to the connection. */
export type ConnectionRecord =
  | AttemptRecord
  | OpenRecord
  | FailureRecord
  | PauseRecord
  | CloseRecord;

/** Any record; `kind` tells which. */
export type InspectorRecord = EventRecord | ConnectionRecord;

/** @internal About what a record takes, bytes. */
export function sizeOf(record: InspectorRecord): number {
  if (record.kind !== 'event') return 400;
  return 80 + 2 * (record.type.length + record.data.length + record.id.length);
}
