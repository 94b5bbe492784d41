// Each event once, in order, whatever callbacks do meanwhile and however the stream was cut.
import { expect, onTestFinished, test } from 'vitest';
import { EventSource, type EventSourceInit } from '../../web/index.ts';

const encoder = new TextEncoder();

/** A source whose stream the test writes chunk by chunk. */
function openChunks(init: EventSourceInit = {}) {
  let write = (_text: string) => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      write = (text) => controller.enqueue(encoder.encode(text));
    },
  });
  const headers = { 'content-type': 'text/event-stream' };
  const fetch = async () => new Response(body, { headers });
  const source = new EventSource('http://127.0.0.1:9/', { fetch, ...init });
  onTestFinished(() => source.close());
  return { source, write };
}

const opened = (source: EventSource) =>
  new Promise((resolve) => source.addEventListener('open', resolve, { once: true }));

const dataOf = (source: EventSource, count: number, type = 'message') =>
  new Promise<string[]>((resolve) => {
    const seen: string[] = [];
    source.addEventListener(type, ({ data }) => {
      if (seen.push(data) === count) resolve(seen);
    });
  });

test('sources that are made while events are delivered change none of them', async () => {
  const kEvents = 4000;
  const { source, write } = openChunks();
  const received = dataOf(source, kEvents);
  const others: EventSource[] = [];
  source.addEventListener('message', () => {
    if (others.length === 401) return;
    others.push(new EventSource('http://127.0.0.1:9/', { fetch: () => new Promise(() => {}) }));
  });
  onTestFinished(() => {
    for (const other of others) other.close();
  });
  const numbers = Array.from({ length: kEvents }, (_, i) => String(i));
  for (let i = 0; i < kEvents; i += 100) {
    write(
      numbers
        .slice(i, i + 100)
        .map((number) => `data: ${number}\n\n`)
        .join(''),
    );
  }
  expect(await received).toEqual(numbers);
  expect(others).toHaveLength(401);
});

test('a listener that is added anywhere before the end of an event is told of it', async () => {
  const stream = 'id: 1\nevent: a\ndata: 1\n\n';
  for (let cut = 1; cut < stream.length; cut++) {
    const { source, write } = openChunks();
    await opened(source);
    const chunk = dataOf(source, 1);
    write(`data: before\n\n${stream.slice(0, cut)}`);
    await chunk;
    const received = dataOf(source, 1, 'a');
    write(stream.slice(cut));
    expect(await received, `cut at ${cut}`).toEqual(['1']);
    source.close();
  }
});

test('a listener that is added by the event before in the same chunk is told of the next', async () => {
  const { source, write } = openChunks();
  const received = new Promise<string>((resolve) => {
    source.addEventListener('a', () => source.addEventListener('b', ({ data }) => resolve(data)));
  });
  await opened(source);
  write('event: a\ndata: 1\n\nevent: b\ndata: 2\n\n');
  expect(await received).toBe('2');
});

test('reset() in a listener discards a partly received event, and no complete one', async () => {
  const { source, write } = openChunks();
  const received = dataOf(source, 4);
  source.addEventListener('message', ({ data }) => {
    if (data === '1') source.reset();
    if (data === '3') write('data: x\n\n');
  });
  await opened(source);
  write('data: 1\n\ndata: 2\n\ndata: 3\n\ndata: 4\n');
  expect(await received).toEqual(['1', '2', '3', 'x']);
});

test('lastEventId is what the stream has said up to the place where a callback runs', async () => {
  const seen: string[] = [];
  const { source, write } = openChunks({
    onComment: (text) => seen.push(`${text} ${source.lastEventId}`),
  });
  const received = dataOf(source, 1);
  await opened(source);
  write(
    ': at first\nid: 1\n\n: after an id alone\nevent: unheard\nid: 2\ndata\n\n: after an unheard event\ndata: end\n\n',
  );
  await received;
  expect(seen).toEqual(['at first ', 'after an id alone 1', 'after an unheard event 2']);
});

test('close() in a callback keeps the id that the stream had said', async () => {
  const closed = new Promise<string>((resolve) => {
    const { source, write } = openChunks({
      onComment: () => {
        source.close();
        resolve(source.lastEventId);
      },
    });
    void opened(source).then(() => write('id: 7\n\n: now\nid: 8\n\n'));
  });
  expect(await closed).toBe('7');
});

const kEvents = 100;
const manyEvents = (type = '') =>
  Array.from({ length: kEvents }, (_, i) => `${type}data: ${i}\n\n`).join('');

test('what an async listener awaits has come before the next event, so counters count', async () => {
  const { source, write } = openChunks();
  let count = 0;
  const read = async () => count;
  const store = async (value: number) => {
    await undefined;
    count = value;
  };
  let calls = 0;
  const done = new Promise<void>((resolve) => {
    source.onmessage = async () => {
      const value = await read();
      await store(value + 1);
      if (++calls === kEvents) resolve();
    };
  });
  await opened(source);
  write(manyEvents());
  await done;
  expect(count).toBe(kEvents);
});

test('an async listener ends, ten promises deep, before it begins with the next event', async () => {
  const { source, write } = openChunks();
  const log: string[] = [];
  const done = new Promise<void>((resolve) => {
    source.onmessage = async ({ data }) => {
      log.push(`begin ${data}`);
      for (let depth = 0; depth < 10; depth++) await undefined;
      log.push(`end ${data}`);
      if (data === String(kEvents - 1)) resolve();
    };
  });
  await opened(source);
  write(manyEvents());
  await done;
  expect(log).toEqual(Array.from({ length: kEvents }, (_, i) => [`begin ${i}`, `end ${i}`]).flat());
});

test('a page that waits for one event after the other through nested functions misses none', async () => {
  const { source, write } = openChunks();
  const once = async () =>
    new Promise<MessageEvent>((resolve) =>
      source.addEventListener('message', resolve, { once: true }),
    );
  const inner = async () => (await once()).data as string;
  const outer = async () => await inner();
  const chain = () =>
    outer()
      .then((data) => data)
      .then((data) => data)
      .then((data) => data)
      .then((data) => data);
  await opened(source);
  write(manyEvents());
  const seen: string[] = [];
  while (seen.length < kEvents) seen.push(await chain());
  expect(seen).toEqual(Array.from({ length: kEvents }, (_, i) => String(i)));
});
