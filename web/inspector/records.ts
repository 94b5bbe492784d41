// What a recording keeps, oldest first: the events of a stream, and what happened to its connection.

import type { EventSourceCloseInfo, FailureKind } from '../index.ts';

interface Timed {
  /** ms, as `performance.now()`. */
  readonly time: number;
}

/** An event of the stream. */
export interface EventRecord extends Timed {
  readonly kind: 'event';
  readonly type: string;
  /** The last event ID string. */
  readonly id: string;
  readonly data: string;
  /** UTF-16 code units of the data as it came; `data` is shorter when it was too long to be kept. */
  readonly length: number;
}

/** A request was sent. */
export interface AttemptRecord extends Timed {
  readonly kind: 'attempt';
  readonly attempt: number;
  /** From where it resumes. */
  readonly id: string;
}

/** A connection opened. */
export interface OpenRecord extends Timed {
  readonly kind: 'open';
  readonly status: number;
  /** Of the response, without user info, query and fragment. */
  readonly url: string;
}

/** An attempt failed, or a connection was lost. */
export interface FailureRecord extends Timed {
  readonly kind: 'failure';
  readonly reason: FailureKind;
  readonly message: string;
  readonly status: number | undefined;
  readonly attempt: number;
  /** ms until the next attempt; undefined when there is none. */
  readonly delay: number | undefined;
}

/** The page is hidden, or was put into the back/forward cache. */
export interface PauseRecord extends Timed {
  readonly kind: 'pause';
}

/** The EventSource is closed. */
export interface CloseRecord extends Timed {
  readonly kind: 'close';
  readonly by: EventSourceCloseInfo['by'];
}

export type ConnectionRecord =
  | AttemptRecord
  | OpenRecord
  | FailureRecord
  | PauseRecord
  | CloseRecord;

export type InspectorRecord = EventRecord | ConnectionRecord;

/** About what a record takes, bytes. */
export function sizeOf(record: InspectorRecord): number {
  if (record.kind !== 'event') return 400;
  return 80 + 2 * (record.data.length + record.id.length);
}
