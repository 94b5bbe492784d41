// What the inspector records, without a page: its element has a test of its own.
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { EventSource, type EventSourceInit } from '../../web/index.ts';
import { BoundedLog } from '../../web/inspector/bounded-log.ts';
import { FilteredView, kConnectionRecords } from '../../web/inspector/filtered-view.ts';
import { Rates } from '../../web/inspector/rates.ts';
import { Recording } from '../../web/inspector/recording.ts';
import type { EventRecord, InspectorRecord } from '../../web/inspector/records.ts';
import { shownUrl } from '../../web/inspector/shown-url.ts';
import { type InspectOptions, inspect } from '../../web/inspector.ts';
import { fedStream } from '../support/fed-stream.ts';
import { eventStreamOf, type ScriptedStream, scriptedFetch } from '../support/scripted-fetch.ts';
import { engine } from '../support/sources.ts';
import { until } from '../support/until.ts';

const kUrl = 'http://user:S3CRET@127.0.0.1:9/prices?token=S3CRET#S3CRET';

/** A source of scripted streams, inspected. */
function inspected(
  streams: readonly (ScriptedStream | null)[],
  { inspect: options = {}, ...init }: EventSourceInit & { inspect?: InspectOptions } = {},
) {
  const fetch = scriptedFetch(streams);
  const source = new EventSource(kUrl, { fetch, retryInterval: 1, retry: { jitter: 0 }, ...init });
  onTestFinished(() => source.close());
  const inspection = inspect(source, { element: null, ...options });
  const records = () => inspection.toJSON().records;
  const kinds = () => records().map(({ kind }) => kind);
  const events = () => records().filter((record): record is EventRecord => record.kind === 'event');
  return { source, inspection, records, kinds, events };
}

const once = (chunk: string): ScriptedStream[] => [{ chunks: [chunk], then: 'hold' }];
const simple = ({ type, id, data }: EventRecord) => ({ type, id, data });

const event = (data: string, time = 0, type = 'message', id = ''): EventRecord => ({
  kind: 'event',
  time,
  type,
  id,
  data,
  length: data.length,
});

describe('inspect', () => {
  test('records attempts, connections, failures and events of all types, in order', async () => {
    const { inspection, kinds, records, events } = inspected([
      null,
      { chunks: ['id: 7\nevent: price\ndata: a\n\ndata: b\n\n'], then: 'end' },
      { chunks: [], then: 'hold' },
    ]);
    await until(() => expect(kinds().filter((kind) => kind === 'open')).toHaveLength(2));
    expect(kinds()).toEqual([
      ...['attempt', 'failure'],
      ...['attempt', 'open', 'event', 'event', 'failure'],
      ...['attempt', 'open'],
    ]);
    expect(events().map(simple)).toEqual([
      { type: 'price', id: '7', data: 'a' },
      { type: 'message', id: '7', data: 'b' },
    ]);
    expect(inspection.toJSON().bytes).toBeGreaterThan(30);
    expect(records().at(1)).toMatchObject({ reason: 'network', attempt: 1 });
    expect(records().at(-3)).toMatchObject({ reason: 'end', attempt: 2 });
    expect(records().at(-2)).toMatchObject({ kind: 'attempt', attempt: 3, id: '7' });
    const times = records().map(({ time }) => time);
    expect(times.every((time, index) => index === 0 || time >= times[index - 1] - 3)).toBe(true);
  });

  test('records how it was closed, once', async () => {
    const { source, kinds, records } = inspected(once('data: a\n\n'));
    await until(() => expect(kinds()).toContain('event'));
    source.close();
    await until(() => expect(records().at(-1)).toMatchObject({ kind: 'close', by: 'close' }));
    const refused = inspected([], { fetch: async () => new Response('', { status: 401 }) });
    await until(() => expect(refused.kinds()).toEqual(['attempt', 'failure']));
    const ended = inspected([{ chunks: [], then: 'end' }], { retry: false });
    await until(() => expect(ended.kinds()).toEqual(['attempt', 'open', 'close']));
    expect(ended.records().at(-1)).toMatchObject({ by: 'end' });
  });

  test('records of a source that is open already from then on', async () => {
    const { body, send } = fedStream();
    const source = EventSource.fromReadableStream(body);
    onTestFinished(() => source.close());
    await source.opened;
    const inspection = inspect(source, { element: null });
    send('data: late\n\n');
    await until(() => {
      const kinds = inspection.toJSON().records.map(({ kind }) => kind);
      expect(kinds).toEqual(['attempt', 'open', 'event']);
    });
  });

  test('leaves listeners, iteration and what is heard as they are', async () => {
    const { source, events } = inspected([
      { chunks: ['data: 1\n\nevent: other\ndata: 2\n\n'], then: 'end' },
      { chunks: ['data: 3\n\n'], then: 'hold' },
    ]);
    const seen: string[] = [];
    source.onopen = () => seen.push('open');
    source.onmessage = ({ data }) => seen.push(data);
    source.onerror = ({ kind }) => seen.push(kind);
    await until(() => expect(events()).toHaveLength(3));
    expect(seen).toEqual(['open', '1', 'end', 'open', '3']);
  });

  test('gives a source one observer, however often it is inspected; a recording that begins late has the end, once', async () => {
    const observe = vi.fn();
    const { body, send } = fedStream();
    const source = EventSource.fromReadableStream(body);
    onTestFinished(() => source.close());
    const kObserve = Symbol.for('eventsource-wasm.observe');
    const own = Reflect.get(source, kObserve) as (...args: unknown[]) => void;
    Object.defineProperty(source, kObserve, {
      value: (...args: unknown[]) => {
        observe();
        own.apply(source, args);
      },
    });
    const first = inspect(source, { element: null });
    const second = inspect(source, { element: null });
    const kindsOf = ({ toJSON }: typeof first) => toJSON().records.map(({ kind }) => kind);
    send('data: a\n\n');
    await until(() => expect(kindsOf(second)).toContain('event'));
    source.close();
    const third = inspect(source, { element: null }); // before anybody has been told
    await until(() => expect(kindsOf(third)).toEqual(['close']));
    const fourth = inspect(source, { element: null });
    await until(() => expect(kindsOf(fourth)).toEqual(['close']));
    expect(kindsOf(first)).not.toContain('event');
    expect(kindsOf(third)).toEqual(['close']);
    expect(observe).toHaveBeenCalledTimes(1);
  });

  test('records no more after stop()', async () => {
    const { source, inspection, kinds } = inspected(once('data: a\n\n'));
    await until(() => expect(kinds()).toContain('event'));
    inspection.stop();
    source.close();
    await source.closed;
    await Promise.resolve();
    expect(kinds()).toEqual(['attempt', 'open', 'event']);
  });

  test('never keeps headers, user info, or values of the query', async () => {
    const { inspection, kinds } = inspected(
      [null, { chunks: ['data: a\n\n'], then: 'end' }, { chunks: [], then: 'hold' }],
      { headers: { Authorization: 'Bearer S3CRET' } },
    );
    await until(() => expect(kinds().filter((kind) => kind === 'open')).toHaveLength(2));
    expect(JSON.stringify(inspection)).toContain('http://127.0.0.1:9/prices?…');
    expect(JSON.stringify(inspection)).not.toContain('S3CRET');
    expect(inspection.toEventStream()).not.toContain('S3CRET');
  });

  test.each([null, {}, new EventTarget()])(
    'refuses what is no EventSource of this package',
    (value) => {
      expect(() => inspect(value as EventSource)).toThrow(TypeError);
    },
  );

  test.each(['maxRecords', 'maxBytes'])('refuses a wrong %s', (name) => {
    for (const value of [0, -1, Number.NaN, '1', null]) {
      const options = { element: null, [name]: value } as InspectOptions;
      expect(() => inspected([null], { inspect: options })).toThrow(name);
    }
  });
});

describe('what is kept', () => {
  test('is bounded in number, and numbered all the same', async () => {
    const blocks = Array.from({ length: 50 }, (_, index) => `data: ${index}\n\n`).join('');
    const { events, inspection } = inspected(once(blocks), { inspect: { maxRecords: 10 } });
    await until(() => expect(inspection.toJSON().events).toBe(50));
    expect(events().map(({ data }) => data)).toEqual([
      '40',
      '41',
      '42',
      '43',
      '44',
      '45',
      '46',
      '47',
      '48',
      '49',
    ]);
  });

  test('is bounded in bytes', () => {
    const log = new BoundedLog(1000, 10_000);
    for (let i = 0; i < 100; i++) log.push(event('x'.repeat(1000)));
    expect(log.bytes).toBeLessThanOrEqual(10_000);
    expect(log.end - log.first).toBe(4);
    log.clear();
    expect([log.bytes, log.end - log.first, log.end]).toEqual([0, 0, 100]);
  });

  test('holds the beginning of an event that is too long, and its length', async () => {
    const { events } = inspected(once(`data: ${'x'.repeat(9000)}\n\n`), {
      inspect: { maxBytes: 8000 },
    });
    await until(() => expect(events()).toHaveLength(1));
    expect([events()[0].data, events()[0].length]).toEqual(['x'.repeat(1000), 9000]);
  });

  test('counts what a type takes, too', () => {
    const recording = new Recording('', { maxRecords: 100, maxBytes: 100_000 });
    for (let i = 0; i < 100; i++) recording.event(0, `${i}${'x'.repeat(9000)}`, '', '');
    expect(recording.log.end - recording.log.first).toBeLessThan(10);
    expect(recording.types.size).toBe(0);
  });

  test('takes no more memory for a long stream than for a short one', () => {
    const rates = new Rates();
    for (let time = 0; time < 3_600_000; time += 1000) rates.addEvent(time);
    expect(rates.at(3_599_500).events).toBeGreaterThan(0);
    expect(rates.eventsIn(0)).toBe(0); // an hour ago
  });
});

describe('the view', () => {
  const failure: InspectorRecord = {
    ...{ kind: 'failure', time: 0, reason: 'http', message: 'status 503' },
    ...{ status: 503, attempt: 1, delay: undefined },
  };

  function viewOf(...records: InspectorRecord[]) {
    const log = new BoundedLog(100, 1e6);
    for (const record of records) log.push(record);
    return { log, view: new FilteredView(log) };
  }

  const shown = (view: FilteredView) =>
    Array.from({ length: view.length }, (_, index) => view.numberAt(index));

  test.each([
    ['text in the data, in either case', { text: 'BETA', type: '' }, [1]],
    ['text in a type', { text: 'pri', type: '' }, [2]],
    ['text in an ID', { text: 'no-7', type: '' }, [2]],
    ['signs that mean something in patterns', { text: '(.*', type: '' }, [0]],
    ['a type', { text: '', type: 'price' }, [2]],
    ['a type and a text', { text: 'alpha', type: 'price' }, []],
    ['a failure', { text: '503', type: '' }, [3]],
    ['what is no event', { text: '', type: kConnectionRecords }, [3]],
    ['nothing in particular', { text: '', type: '' }, [0, 1, 2, 3]],
  ])('finds %s', (_, filter, numbers) => {
    const { view } = viewOf(
      event('alpha (.*'),
      event('beta'),
      event('c', 0, 'price', 'no-7'),
      failure,
    );
    view.filter = filter;
    expect(view.update(Number.POSITIVE_INFINITY)).toBe(true);
    expect(shown(view)).toEqual(numbers);
  });

  test('goes on with a long search later, and loses what is not kept any more', () => {
    const log = new BoundedLog(1000, 1e9);
    for (let i = 0; i < 1000; i++) log.push(event(String(i % 2)));
    const view = new FilteredView(log);
    view.filter = { text: '1', type: '' };
    expect(view.update(0)).toBe(false);
    expect(view.length).toBe(32);
    while (!view.update(0));
    expect(view.length).toBe(500);
    for (let i = 0; i < 600; i++) log.push(event('0'));
    view.update(Number.POSITIVE_INFINITY);
    expect(view.length).toBe(200);
    expect(view.numberAt(0)).toBe(601);
    expect(view.indexOf(603)).toBe(1);
  });

  test('stands still while it is paused, and tells how much it misses', () => {
    const { log, view } = viewOf(event('a'), event('b'));
    view.pause();
    log.push(event('c'));
    expect([shown(view), view.missed]).toEqual([[0, 1], 1]);
    view.filter = { text: 'b', type: '' };
    view.update(Number.POSITIVE_INFINITY);
    expect(shown(view)).toEqual([1]);
    view.resume();
    view.filter = { text: '', type: '' };
    expect([shown(view), view.missed]).toEqual([[0, 1, 2], 0]);
  });
});

describe('export', () => {
  test.each([
    ['lines, types and IDs', 'id: 1\ndata: a\ndata: b\n\nevent: x\ndata: c\n\nid:\ndata\n\n'],
    ['spaces at the beginning', 'id:  1\nevent:  x\ndata:   a\n\n'],
    ['no-break spaces, a BOM and what is no ASCII', 'data: \u{feff}\u00a0ä\u{1f600}\n\n'],
    ['an ID that comes without data', 'id: 1\n\ndata: a\n\nid: 2\n\ndata: b\n\n'],
    ['lines that look like fields', 'data: data: a\ndata: id: 9\ndata: : no comment\n\n'],
    ['empty lines', 'data:\ndata:\ndata: a\ndata:\n\n'],
  ])('replays %s', async (_, stream) => {
    const { inspection, events } = inspected(once(`${stream}event: over\ndata\n\n`));
    await until(() => expect(events().at(-1)?.type).toBe('over'));
    const { body } = eventStreamOf({ chunks: [inspection.toEventStream()], then: 'hold' });
    const replay = EventSource.fromReadableStream(body as ReadableStream<Uint8Array>);
    onTestFinished(() => replay.close());
    const again = inspect(replay, { element: null });
    const replayed = () =>
      again.toJSON().records.filter((record): record is EventRecord => record.kind === 'event');
    await until(() => expect(replayed().at(-1)?.type).toBe('over'));
    expect(replayed().map(simple)).toEqual(events().map(simple));
  });

  test('says what is missing', async () => {
    const blocks = 'data: a\n\n'.repeat(20);
    const { inspection } = inspected(once(blocks), { inspect: { maxRecords: 5 } });
    await until(() => expect(inspection.toJSON().events).toBe(20));
    expect(inspection.toEventStream()).toMatch(/^: .*\n: 17 earlier records were not kept\n/);
  });
});

test.each([
  ['https://user:pw@host/a/b?token=1#x', 'https://host/a/b?…'],
  ['https://host:8/a', 'https://host:8/a'],
  ['data:text/event-stream,data:S3CRET', 'data:…'],
  ['about:event-stream', 'about:event-stream'],
  ['no URL', ''],
])('of %s is shown: %s', (url, text) => {
  expect(shownUrl(url)).toBe(text);
});

describe('in the browser’s profiler', () => {
  async function play(seen: () => number): Promise<void> {
    inspected(
      [null, { chunks: ['data: 1\n\ndata: 2\n\nevent: x\ndata: 3\n\n'], then: 'end' }, null],
      { inspect: { performance: true } },
    );
    await until(() => expect(seen()).toBeGreaterThan(8));
  }

  test.runIf(engine === 'chromium')('a track has connections, waits and events', async () => {
    const timeStamp = vi.spyOn(console, 'timeStamp').mockImplementation(() => {});
    onTestFinished(() => timeStamp.mockRestore());
    await play(() => timeStamp.mock.calls.length);
    const calls = timeStamp.mock.calls as unknown as [string, number, number, string, string][];
    for (const label of ['connecting', 'waiting: network', 'open', 'waiting: end']) {
      expect(calls.map(([name]) => name)).toContain(label);
    }
    expect(calls.filter(([, , , track]) => /^EventSource \d+ events$/.test(track))).not.toEqual([]);
    expect(calls.every(([, start, end]) => start <= end)).toBe(true);
    expect(new Set(calls.map(([, , , , group]) => group))).toEqual(new Set(['EventSource']));
  });

  test.runIf(engine !== 'chromium')('marks say the same, and do not pile up', async () => {
    const mark = vi.spyOn(performance, 'mark');
    onTestFinished(() => mark.mockRestore());
    await play(() => mark.mock.calls.length);
    const names = mark.mock.calls.map(([name]) => name.replace(/^EventSource \d+: /, ''));
    for (const name of ['connecting', 'waiting: network', 'open', 'waiting: end']) {
      expect(names).toContain(name);
    }
    expect(names.filter((name) => /^(message|x|\d × (message|events))$/.test(name))).not.toEqual(
      [],
    );
    const left = performance.getEntriesByType('mark').map(({ name }) => name);
    expect(left.filter((name) => name.startsWith('EventSource '))).toEqual([]);
  });
});
