// What can be taken along: an event stream that gives the same events once more, and JSON with all that
// was recorded. Neither holds headers, or more of URLs than is shown.

import type { Recording } from './recording.ts';
import type { InspectorRecord } from './records.ts';

/** What `toJSON()` of an Inspection returns. */
export interface RecordingExport {
  /** The source's URL, without user info, query and fragment. */
  readonly url: string;
  /** What the times of the records count from, in ms since 1970. */
  readonly timeOrigin: number;
  /** How many events arrived; the records may hold fewer. */
  readonly events: number;
  /** How many bytes of the streams arrived. */
  readonly bytes: number;
  /** Oldest first. */
  readonly records: readonly InspectorRecord[];
}

/** @internal */
export function toJson(recording: Recording): RecordingExport {
  const { url, events, bytes, log } = recording;
  return { url, timeOrigin: performance.timeOrigin, events, bytes, records: [...log] };
}

const clock = (time: number) => new Date(performance.timeOrigin + time).toISOString();

/** What is no event, as a comment. */
function commentOf(record: Exclude<InspectorRecord, { kind: 'event' }>): string {
  const { kind, time } = record;
  if (kind === 'attempt') return `${clock(time)} attempt ${record.attempt}`;
  if (kind === 'open') return `${clock(time)} open, status ${record.status}`;
  if (kind === 'failure') return `${clock(time)} failure ${record.reason}`;
  return `${clock(time)} ${kind}`;
}

/** @internal https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream */
export function* toEventStream(recording: Recording): Generator<string> {
  const { url, log } = recording;
  yield `: ${url}\n`;
  if (log.first > 0) yield `: ${log.first} earlier records were not kept\n`;
  yield '\n';
  let lastId = '';
  for (const record of log) {
    if (record.kind !== 'event') {
      yield `: ${commentOf(record)}\n\n`;
      continue;
    }
    const { id, type, data, length } = record;
    let block = '';
    if (data.length < length)
      block += `: of the data, ${length - data.length} code units were not kept\n`;
    if (id !== lastId) block += `id: ${id}\n`;
    lastId = id;
    if (type !== 'message') block += `event: ${type}\n`;
    yield `${block}data: ${data.replaceAll('\n', '\ndata: ')}\n\n`;
  }
}

/** @internal Has the browser save a file. The text is made here: it may be long. */
export function save(name: string, type: string, parts: Iterable<string>): void {
  const url = URL.createObjectURL(new Blob([...parts], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
