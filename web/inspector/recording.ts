// What one EventSource has done, bounded in number and bytes. Knows nothing of a page.

import type { ConnectionFailure, EventSourceCloseInfo } from '../index.ts';
import { BoundedLog } from './bounded-log.ts';
import { Rates } from './rates.ts';
import type { ConnectionRecord } from './records.ts';
import { shownUrl } from './shown-url.ts';

/** connecting: a request is under way. waiting: for the next attempt. paused: until the page is shown. */
export type State = 'connecting' | 'open' | 'waiting' | 'paused' | 'closed';

/** A stretch of time in one state. */
export interface Span {
  readonly state: State;
  readonly from: number;
  /** undefined: until now. */
  to: number | undefined;
  /** The failure that led here, if one did. */
  readonly reason: string | undefined;
}

/** What comes next, where something does. */
export interface NextAttempt {
  /** ms, as `performance.now()`. */
  readonly time: number;
  readonly attempt: number;
  /** From where it will resume. */
  readonly id: string;
}

export interface RecordingLimits {
  readonly maxRecords: number;
  readonly maxBytes: number;
}

/** Records of one kind, at most. */
const kMostSpans = 1000;
const kMostTypes = 100;

/** UTF-16 code units of a type that is listed. */
const kLongestType = 1000;

/** Of an event's data, at most this part of all bytes. */
const kLargestPart = 4;

/** The text as a string of its own: a substring would keep the whole alive. */
const copyOf = (text: string): string => JSON.parse(JSON.stringify(text));

export class Recording {
  readonly url: string;
  readonly log: BoundedLog;
  readonly rates = new Rates();
  readonly spans: Span[] = [];
  /** How many events came of each type; of the first hundred types that are not too long to be listed. */
  readonly types = new Map<string, number>();
  /** Called when something was recorded. */
  onChange: (() => void) | undefined;
  next: NextAttempt | undefined;
  attempts = 0;
  events = 0;
  bytes = 0;
  lastEventTime: number | undefined;
  longestGap = 0;
  #lastEventId = '';

  constructor(url: string, { maxRecords, maxBytes }: RecordingLimits) {
    this.url = shownUrl(url);
    this.log = new BoundedLog(maxRecords, maxBytes);
  }

  get state(): State {
    return this.spans.at(-1)?.state ?? 'connecting';
  }

  get lastEventId(): string {
    return this.#lastEventId;
  }

  attempt(time: number, attempt: number, lastEventId: string): void {
    this.attempts = attempt;
    this.#lastEventId = lastEventId;
    this.#enter('connecting', time);
    this.#note({ kind: 'attempt', time, attempt, id: lastEventId });
  }

  open(time: number, status: number, url: string): void {
    this.#enter('open', time);
    this.#note({ kind: 'open', time, status, url: shownUrl(url) });
  }

  failure(time: number, failure: ConnectionFailure): void {
    const { kind, message, status, attempt, willRetry, delay } = failure;
    const reason = status === undefined || kind !== 'http' ? kind : `${kind} ${status}`;
    this.#enter(willRetry ? 'waiting' : 'closed', time, reason);
    if (willRetry && delay !== undefined) {
      this.next = { time: time + delay, attempt: attempt + 1, id: this.#lastEventId };
    }
    this.#note({ kind: 'failure', time, reason: kind, message, status, attempt, delay });
  }

  pause(time: number): void {
    this.#enter('paused', time);
    this.#note({ kind: 'pause', time });
  }

  close(time: number, by: EventSourceCloseInfo['by']): void {
    if (this.state === 'closed') return; // by the failure that was told of
    this.#enter('closed', time);
    this.#note({ kind: 'close', time, by });
  }

  event(time: number, type: string, id: string, data: string): void {
    const { log } = this;
    const { length } = data;
    const most = log.maxBytes / kLargestPart / 2;
    const kept = length > most ? copyOf(data.slice(0, most)) : data;
    if (this.lastEventTime !== undefined) {
      this.longestGap = Math.max(this.longestGap, time - this.lastEventTime);
    }
    this.lastEventTime = time;
    this.#lastEventId = id;
    this.events++;
    const count = this.types.get(type);
    const isListed = this.types.size < kMostTypes && type.length <= kLongestType;
    if (count !== undefined || isListed) this.types.set(type, (count ?? 0) + 1);
    this.rates.addEvent(time);
    log.push({ kind: 'event', time, type, id, data: kept, length });
    this.onChange?.();
  }

  /** @param total that have arrived so far */
  countBytes(time: number, total: number): void {
    if (total === this.bytes) return;
    this.rates.addBytes(time, total - this.bytes);
    this.bytes = total;
  }

  /** Forgets records, not what is counted. */
  clear(): void {
    this.log.clear();
    this.onChange?.();
  }

  #enter(state: State, time: number, reason?: string): void {
    this.next = undefined;
    const last = this.spans.at(-1);
    if (last) last.to = time;
    this.spans.push({ state, from: time, to: undefined, reason });
    if (this.spans.length > kMostSpans) this.spans.shift();
  }

  #note(record: ConnectionRecord): void {
    this.log.push(record);
    this.onChange?.();
  }
}
