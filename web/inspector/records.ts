// What a recording keeps, oldest first: the events of a stream, and what happened to its connection.

import type { EventSourceCloseInfo, FailureKind } from '../index.ts';

interface Timed {
  /** ms, as `performance.now()`. */
  readonly time: number;
}

/** An event of the stream. */
export interface EventRecord extends Timed {
  /** Tells it from the others. */
  readonly kind: 'event';
  /** The event type. */
  readonly type: string;
  /** The last event ID string. */
  readonly id: string;
  /** The data, or how it begins. */
  readonly data: string;
  /** UTF-16 code units of the data as it came; `data` is shorter when it was too long to be kept. */
  readonly length: number;
}

/** A request was sent. */
export interface AttemptRecord extends Timed {
  /** Tells it from the others. */
  readonly kind: 'attempt';
  /** The number of the attempt; 1 is the first. */
  readonly attempt: number;
  /** From where it resumes. */
  readonly id: string;
}

/** A connection opened. */
export interface OpenRecord extends Timed {
  /** Tells it from the others. */
  readonly kind: 'open';
  /** The status of the response. */
  readonly status: number;
  /** Of the response, without user info, query and fragment. */
  readonly url: string;
}

/** An attempt failed, or a connection was lost. */
export interface FailureRecord extends Timed {
  /** Tells it from the others. */
  readonly kind: 'failure';
  /** What the `error` event has as its `kind`. */
  readonly reason: FailureKind;
  /** As the `error` event has it. */
  readonly message: string;
  /** The status of the response, if there was one. */
  readonly status: number | undefined;
  /** The number of the attempt; 1 is the first. */
  readonly attempt: number;
  /** ms until the next attempt; undefined when there is none. */
  readonly delay: number | undefined;
}

/** The page is hidden, or was put into the back/forward cache. */
export interface PauseRecord extends Timed {
  /** Tells it from the others. */
  readonly kind: 'pause';
}

/** The EventSource is closed. */
export interface CloseRecord extends Timed {
  /** Tells it from the others. */
  readonly kind: 'close';
  /** As the promise `closed` tells it. */
  readonly by: EventSourceCloseInfo['by'];
}

/** What happened to the connection. */
export type ConnectionRecord =
  | AttemptRecord
  | OpenRecord
  | FailureRecord
  | PauseRecord
  | CloseRecord;

/** What a recording holds; `kind` tells which. */
export type InspectorRecord = EventRecord | ConnectionRecord;

/** @internal About what a record takes, bytes. */
export function sizeOf(record: InspectorRecord): number {
  if (record.kind !== 'event') return 400;
  return 80 + 2 * (record.type.length + record.data.length + record.id.length);
}
