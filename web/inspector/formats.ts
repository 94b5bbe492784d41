// Times, sizes and records as short texts.

import type { InspectorRecord } from './records.ts';

const twoDigits = (value: number) => String(value).padStart(2, '0');

/** The time of day, to the millisecond. @param time as `performance.now()` */
export function timeOfDay(time: number): string {
  const date = new Date(performance.timeOrigin + time);
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits);
  return `${parts.join(':')}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** A stretch of time, to three digits or so. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** With commas. Not by toLocaleString(), whose first call loads what it knows of languages: 10 ms in a frame. */
export const count = (value: number): string =>
  String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');

export function rate(perSecond: number): string {
  return perSecond < 10 && perSecond > 0 ? perSecond.toFixed(1) : count(perSecond);
}

export function size(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  if (bytes < 1e6) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

const encoder = new TextEncoder();
const sizes = new WeakMap<InspectorRecord, string>();

/** What an event's data took on the wire. Worked out for what is looked at only. */
export function dataSize(record: InspectorRecord & { kind: 'event' }): string {
  let text = sizes.get(record);
  if (text === undefined) {
    const { data, length } = record;
    text = data.length < length ? `> ${size(data.length)}` : size(encoder.encode(data).length);
    sizes.set(record, text);
  }
  return text;
}

/** UTF-16 code units of a preview. */
const kPreview = 240;

/** How a type or an ID begins, which may be as long as an event: as one line it would hold the page up. */
export function begin(text: string, most = kPreview): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/** Of a record, in one line. */
export function summary(record: InspectorRecord): string {
  switch (record.kind) {
    case 'event':
      return record.data.slice(0, kPreview).replaceAll('\n', '⏎');
    case 'attempt':
      return record.id === ''
        ? `Attempt ${record.attempt}`
        : `Attempt ${record.attempt}, from ID ${begin(record.id)}`;
    case 'open':
      return `Status ${record.status}, ${record.url}`;
    case 'failure': {
      const next =
        record.delay === undefined
          ? 'No further attempt.'
          : `Next attempt in ${duration(record.delay)}.`;
      const { reason, status } = record;
      const why = reason === 'http' ? `http ${status}` : reason;
      return `${why}. ${next} ${record.message}`;
    }
    case 'pause':
      return 'The page is hidden';
    case 'close':
      return closeReasons[record.by];
  }
}

const closeReasons = {
  close: 'By the page',
  end: 'The server ended the stream',
  failure: 'After a failure',
};
