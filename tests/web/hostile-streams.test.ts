// What a hostile server sends is bounded by a limit that has a name, and leaves the page alive.
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  type ConnectionErrorEvent,
  EventSource,
  type EventSourceInit,
  EventStreamDecoder,
} from '../../web/index.ts';

const kUrl = 'http://127.0.0.1:9/';
const kMiB = 1024 * 1024;
const encoder = new TextEncoder();

/** A body that goes on for ever, and counts what is taken of it. */
function endless(start: string, rest: string) {
  const chunk = encoder.encode(rest.repeat(Math.ceil(65536 / rest.length)));
  const taken = { bytes: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(start)),
    pull(controller) {
      taken.bytes += chunk.length;
      controller.enqueue(chunk.slice());
    },
    cancel() {
      taken.isCancelled = true;
    },
  });
  return { body, taken };
}

function open(body: BodyInit, init: EventSourceInit = {}) {
  const headers = { 'Content-Type': 'text/event-stream' };
  const source = new EventSource(kUrl, {
    fetch: async () => new Response(body, { headers }),
    ...init,
  });
  const failed = new Promise<ConnectionErrorEvent>((resolve) => {
    source.onerror = (event) => resolve(event as ConnectionErrorEvent);
  });
  return { source, failed };
}

const endings: [string, string, string][] = [
  ['line of data', 'data: ', 'x'],
  ['event of many lines', '', 'data: x\n'],
  ['id', 'id: ', 'x'],
  ['type', 'event: ', 'x'],
  ['event of empty lines of data', '', 'data\n'],
];

test.each(endings)('an endless %s ends at maxEventSize', async (_, start, rest) => {
  const { body, taken } = endless(start, rest);
  const { source, failed } = open(body, { maxEventSize: kMiB });
  expect(await failed).toMatchObject({ kind: 'too-large', willRetry: false });
  expect(source.readyState).toBe(EventSource.CLOSED);
  expect(taken.isCancelled).toBe(true);
  // One event, what is read ahead, and what the stream holds by itself.
  expect(taken.bytes).toBeLessThan(8 * kMiB);
});

const nothings: [string, string, string][] = [
  ['comment', ':', 'x'],
  ['row of comments', '', ': keep-alive\n'],
  ['unknown field', 'x: ', 'x'],
  ['row of unknown fields', '', 'field: value\n'],
  ['row of blank lines', '', '\n'],
  ['row of events that nobody listens to', '', 'event: e\ndata: x\n\n'],
];

test.each(nothings)('an endless %s leaves the page its turns', async (_, start, rest) => {
  const { body, taken } = endless(start, rest);
  const { source } = open(body, { maxEventSize: 1024 });
  while (taken.bytes < 16 * kMiB) {
    // Would never come to an end if reading kept the page from its tasks.
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  expect(source.readyState).toBe(EventSource.OPEN);
  source.close();
  const { bytes } = taken;
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(taken.bytes).toBeLessThan(bytes + kMiB);
});

test('a million fields are one event', async () => {
  const { source } = open(`${'x: 1\n'.repeat(500_000)}data: a\n${'id: 7\n'.repeat(500_000)}\n`);
  const event = await new Promise<MessageEvent>((resolve) => {
    source.onmessage = resolve;
  });
  expect([event.data, event.lastEventId]).toEqual(['a', '7']);
  source.close();
});

test('a reconnection time is at most what a timer can wait', async () => {
  const { source } = open(`retry: ${10n ** 30n}\n\ndata: a\n\n`);
  await new Promise((resolve) => {
    source.onmessage = resolve;
  });
  expect(source.reconnectionTime).toBe(2 ** 31 - 1);
  source.close();
});

const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then'];

test.each([...names, 'open', 'error', 'close'])(
  '%s is an event type as any other',
  async (type) => {
    const { source } = open(`event: ${type}\ndata: {}\n\ndata: last\n\n`);
    const events: Event[] = [];
    source.addEventListener(type, (event) => void events.push(event));
    await new Promise((resolve) => {
      source.onmessage = resolve;
    });
    const received = events.filter((event) => event instanceof MessageEvent);
    expect(received.map((event) => [event.type, (event as MessageEvent).data])).toEqual([
      [type, '{}'],
    ]);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    source.close();
  },
);

test('a compressed body counts as what it becomes', async () => {
  const zip = new CompressionStream('gzip');
  const bomb = new Blob(['data: ', 'x'.repeat(8 * kMiB)]).stream().pipeThrough(zip);
  const packed = await new Response(bomb).blob();
  expect(packed.size).toBeLessThan(kMiB / 8);
  const body = packed.stream().pipeThrough(new DecompressionStream('gzip'));
  const { failed } = open(body, { maxEventSize: kMiB });
  expect((await failed).kind).toBe('too-large');
});

test('a stream of single bytes is read ahead no further than the memory that they take', async () => {
  const byte = encoder.encode(':');
  let taken = 0;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode('data: 1\n\ndata: 2\n\n')),
    pull(controller) {
      taken++;
      controller.enqueue(byte.slice());
    },
  });
  const { source } = open(body);
  const takenBefore = await new Promise<number>((resolve) => {
    source.onmessage = ({ data }) => {
      if (data === '2') resolve(taken);
      const start = Date.now();
      while (Date.now() - start < 10); // slow, so that there is reading ahead
    };
  });
  expect(takenBefore).toBeGreaterThan(100);
  expect(takenBefore).toBeLessThan(10_000);
  // And goes on.
  while (taken < 3 * takenBefore) await new Promise((resolve) => setTimeout(resolve, 1));
  source.close();
});

describe('text that is longer than the engine’s strings may be', () => {
  const chunk = encoder.encode(`data: ${'x'.repeat(99)}\n\n`);

  /** None may be longer than this. Returns what ends that. */
  function limitStrings(length: number) {
    const { decode } = TextDecoder.prototype;
    const limited = vi.spyOn(TextDecoder.prototype, 'decode');
    limited.mockImplementation(function (this: TextDecoder, ...given) {
      const text = decode.apply(this, given);
      if (text.length > length) throw new RangeError('Invalid string length');
      return text;
    });
    const restore = () => limited.mockRestore();
    onTestFinished(restore);
    return restore;
  }

  test('fails the source, as there is no memory for it', async () => {
    limitStrings(50);
    const body = new ReadableStream({ start: (controller) => controller.enqueue(chunk) });
    const { source, failed } = open(body);
    source.onmessage = () => {};
    expect(await failed).toMatchObject({ kind: 'memory', willRetry: false });
    expect(source.readyState).toBe(source.CLOSED);
  });

  test('is a RangeError of a decoder, until it is reset', async () => {
    await EventStreamDecoder.load();
    const decoder = new EventStreamDecoder();
    const restore = limitStrings(50);
    expect(() => decoder.decode(chunk)).toThrow(/no memory/);
    restore();
    expect(() => decoder.decode(chunk)).toThrow(/no memory/);
    decoder.reset();
    expect(decoder.decode(chunk)).toMatchObject([{ data: 'x'.repeat(99) }]);
    decoder.close();
  });
});
