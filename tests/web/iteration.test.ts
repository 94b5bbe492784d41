// [beyond the standard] `for await` over a source.
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ConnectionError, IteratedEvent } from '../../web/index.ts';
import { EventSource } from '../../web/index.ts';
import { open } from '../support/sources.ts';
import { end, eventStream, hold, reply, silent, wait } from '../support/stream-scenario.ts';

type Iterator = AsyncIterableIterator<IteratedEvent<object>>;

const iterate = (source: EventSource): Iterator => source[Symbol.asyncIterator]() as Iterator;
const encoder = new TextEncoder();

/** A source of a stream that the test feeds, and knows how far it was read. */
function pulled(chunks: string[]): { source: EventSource; taken: () => number } {
  let taken = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (taken < chunks.length) controller.enqueue(encoder.encode(chunks[taken++]));
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const source = new EventSource('http://127.0.0.1:9/', {
    retry: false,
    fetch: async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
  });
  onTestFinished(() => source.close());
  return { source, taken: () => taken };
}

describe('for await', () => {
  test('gives the events of all types, in order, over reconnects', async () => {
    const { source } = await open([
      eventStream('id: 1\ndata: a\n\nevent: x\ndata: b\n\nevent: error\ndata: c\n\n', end),
      eventStream('event: y\nid: 2\ndata: d\n\ndata: e\n\n', end),
    ]);
    const seen: unknown[] = [];
    const failed = (async () => {
      for await (const { type, data, lastEventId } of source) seen.push([type, data, lastEventId]);
    })().catch((error: ConnectionError) => error);
    // The third request gets a 204, which ends it.
    expect(await failed).toMatchObject({ kind: 'http', status: 204 });
    expect(seen).toEqual([
      ['message', 'a', '1'],
      ['x', 'b', '1'],
      ['error', 'c', '1'],
      ['y', 'd', '2'],
      ['message', 'e', '2'],
    ]);
  });

  test('gives MessageEvents whose target is the source', async () => {
    const { source } = await open([eventStream('event: x\ndata: 1\n\n', hold)]);
    const { value } = await iterate(source).next();
    expect(value).toBeInstanceOf(MessageEvent);
    expect(value?.target).toBe(source);
  });

  test('left by break closes the source and drops the connection', async () => {
    const { scenario, source } = await open([eventStream('data: 1\n\ndata: 2\n\n', hold)]);
    for await (const event of source) {
      expect(event.data).toBe('1');
      break;
    }
    expect(source.readyState).toBe(source.CLOSED);
    await scenario.log({ dropped: 1 });
  });

  test('left by an exception closes the source', async () => {
    const { source } = await open([eventStream('data: 1\n\n', hold)]);
    const mine = new Error('mine');
    const loop = async () => {
      for await (const event of source) throw Object.assign(mine, { data: event.data });
    };
    await expect(loop()).rejects.toBe(mine);
    expect(source.readyState).toBe(source.CLOSED);
  });

  test('ends when the body ends and retry is false', async () => {
    const { source } = await open([eventStream('data: 1\n\ndata: 2\n\n', end)], { retry: false });
    const data: string[] = [];
    for await (const event of source) data.push(event.data);
    expect(data).toEqual(['1', '2']);
  });

  test('ends when the source is closed, and does not give what had come before', async () => {
    const { source } = await open([eventStream('data: 1\n\ndata: 2\n\n', hold)]);
    const data: string[] = [];
    for await (const event of source) {
      data.push(event.data);
      source.close();
    }
    expect(data).toEqual(['1']);
  });

  test('is not given the event whose listener closed the source', async () => {
    const { source } = pulled(['data: 1\n\ndata: 2\n\n']);
    const iterator = iterate(source);
    source.onmessage = ({ data }) => {
      if (data === '2') source.close();
    };
    expect((await iterator.next()).value?.data).toBe('1');
    await source.closed;
    expect(await iterator.next()).toEqual({ value: undefined, done: true });
  });

  test('throws why the source failed for good, after the events before', async () => {
    const { scenario, source } = await open(
      [eventStream('data: 1\n\n', wait, `data: ${'2'.repeat(99)}`, hold)],
      {
        retry: false,
        maxEventSize: 9,
      },
    );
    const iterator = iterate(source);
    expect((await iterator.next()).value?.data).toBe('1');
    await scenario.go();
    const error = await iterator.next().catch((reason: ConnectionError) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'ConnectionError', kind: 'too-large', willRetry: false });
    expect((error as ConnectionError).message).toContain('maxEventSize');
    expect(await iterator.next()).toEqual({ value: undefined, done: true });
  });

  test('of a source that has failed already throws, of a closed one ends', async () => {
    const { events, source } = await open([reply(500)]);
    await events.next('error');
    await expect(iterate(source).next()).rejects.toMatchObject({ kind: 'http', status: 500 });
    const other = (await open([silent])).source;
    other.close();
    expect(await iterate(other).next()).toEqual({ value: undefined, done: true });
  });

  test('throws the failure when a listener of error closes the source, before or after the loop began', async () => {
    const { source } = await open([reply(404)]);
    const waiting = iterate(source).next();
    source.onerror = () => source.close();
    const failure = { name: 'ConnectionError', kind: 'http', status: 404 };
    await expect(waiting).rejects.toMatchObject(failure);
    await expect(iterate(source).next()).rejects.toMatchObject(failure);
    expect(await source.closed).toMatchObject({ by: 'failure', failure: { status: 404 } });
  });

  test('throws an error whose name, message and cause are as those of any, even where they are frozen', async () => {
    const cause = new Error('down');
    const { source } = pulled([]);
    const failing = new EventSource(source.url, {
      retry: false,
      fetch: () => Promise.reject(cause),
    });
    onTestFinished(() => failing.close());
    const members = ['name', 'message'] as const;
    const defaults = members.map((member) => Error.prototype[member]);
    const makeWritable = (writable: boolean) => {
      members.forEach((member, i) => {
        Object.defineProperty(Error.prototype, member, { value: defaults[i], writable });
      });
    };
    makeWritable(false);
    const error = await iterate(failing)
      .next()
      .catch((reason: ConnectionError) => reason)
      .finally(() => makeWritable(true));
    expect(error).toMatchObject({ name: 'ConnectionError', kind: 'network', cause });
    expect((error as ConnectionError).message).toContain(source.url);
    const facts = ['kind', 'status', 'headers', 'body', 'attempt', 'willRetry', 'delay'];
    expect(Object.keys(error).sort()).toEqual(facts.sort());
  });

  test.each([
    ['alone', () => {}],
    ['beside another loop', (source: EventSource) => void iterate(source).next()],
  ])('that a listener begins, %s, gets the events after that listener’s', async (_, prepare) => {
    const { source } = await open([eventStream('data: 1\n\ndata: 2\n\ndata: 3\n\n', hold)]);
    prepare(source);
    const first = await new Promise<IteratorResult<{ data: string }, undefined>>((resolve) => {
      source.addEventListener('message', () => resolve(iterate(source).next()), { once: true });
    });
    expect(first.value?.data).toBe('2');
  });

  test('settles calls of next() that wait in order, and all of them at the end', async () => {
    const { source } = await open([eventStream('data: 1\n\ndata: 2\n\n', hold)]);
    const iterator = iterate(source);
    const results = [iterator.next(), iterator.next(), iterator.next(), iterator.next()];
    expect((await results[0]).value?.data).toBe('1');
    expect((await results[1]).value?.data).toBe('2');
    await iterator.return?.();
    expect(await results[2]).toEqual({ value: undefined, done: true });
    expect(await results[3]).toEqual({ value: undefined, done: true });
  });

  test('several at once are each given every event, and listeners before them', async () => {
    const { events, scenario, source } = await open([
      eventStream(':\n', wait, 'data: 1\n\ndata: 2\n\n', end),
    ]);
    await events.next('open');
    const order: string[] = [];
    const loop = async (name: string) => {
      for await (const { data } of source) order.push(`${name} ${data}`);
    };
    source.onmessage = ({ data }) => order.push(`listener ${data}`);
    const loops = [loop('a').catch(() => {}), loop('b').catch(() => {})];
    await scenario.go();
    await Promise.all(loops);
    expect(order.filter((entry) => entry.startsWith('a'))).toEqual(['a 1', 'a 2']);
    expect(order.filter((entry) => entry.startsWith('b'))).toEqual(['b 1', 'b 2']);
    expect(order.filter((entry) => entry.startsWith('l'))).toEqual(['listener 1', 'listener 2']);
    expect(order.indexOf('listener 1')).toBeLessThan(order.indexOf('a 1'));
  });

  test('knows types beyond counting', async () => {
    const types = Array.from({ length: 200 }, (_, i) => `type ${i}`);
    const stream = types.map((type) => `event: ${type}\ndata: ${type}\n\n`).join('');
    const { source } = await open([eventStream(stream, stream, end)], { retry: false });
    const seen: string[] = [];
    for await (const { type, data } of source) {
      expect(data).toBe(type);
      seen.push(type);
    }
    expect(seen).toEqual([...types, ...types]);
  });

  test('does not read ahead of a consumer that takes its time', async () => {
    const count = 200;
    const { source, taken } = pulled(Array.from({ length: count }, (_, i) => `data: ${i}\n\n`));
    const iterator = iterate(source);
    for (let i = 0; i < count; i++) {
      expect((await iterator.next()).value?.data).toBe(String(i));
      for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve));
      // The one that is taken, one that is delivered, one that is being read.
      expect(taken()).toBeLessThanOrEqual(i + 3);
    }
    expect(await iterator.next()).toEqual({ value: undefined, done: true });
  });

  test('does not count the consumer’s time as silence of the server', async () => {
    const { source } = await open([eventStream('data: 1\n\n', wait, 'data: 2\n\n', hold)], {
      idleTimeout: 1000,
    });
    const iterator = iterate(source);
    expect((await iterator.next()).value?.data).toBe('1');
    // A timeout of the same length passes.
    await (await open([[hold]], { connectTimeout: 1000 })).events.next('error');
    expect(source.readyState).toBe(source.OPEN);
    expect(source.stats.failures).toBe(0);
  });
});
