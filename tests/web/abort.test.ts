// [beyond the standard] The option `signal`: aborted is closed, at once and altogether.
import { describe, expect, onTestFinished, test } from 'vitest';
import { type ConnectionErrorEvent, EventSource } from '../../web/index.ts';
import { scriptedFetch } from '../support/scripted-fetch.ts';
import { openUrl } from '../support/sources.ts';

const kUrl = 'http://127.0.0.1:9/';
const fetch = scriptedFetch([{ chunks: ['data: 1\n\n'], then: 'hold' }]);

/** Resolves when another source has been opened and has had an event. */
async function meanwhile(): Promise<void> {
  const { events, source } = openUrl(kUrl, { fetch });
  for (const type of ['open', 'message']) await events.next(type);
  source.close();
}

async function openWithSignal() {
  const controller = new AbortController();
  const opened = openUrl(kUrl, { fetch, signal: controller.signal });
  for (const type of ['open', 'message']) await opened.events.next(type);
  return { controller, ...opened };
}

describe('a loop', () => {
  test('that begins right after abort() throws that it was aborted', async () => {
    const { controller, source } = await openWithSignal();
    controller.abort();
    const iterator = source[Symbol.asyncIterator]();
    await expect(iterator.next()).rejects.toMatchObject({
      name: 'ConnectionError',
      kind: 'aborted',
    });
    expect(await iterator.next()).toMatchObject({ done: true });
  });

  test('that waits for an event throws the same, once', async () => {
    const { controller, source } = await openWithSignal();
    const iterator = source[Symbol.asyncIterator]();
    const next = iterator.next();
    controller.abort();
    await expect(next).rejects.toMatchObject({ kind: 'aborted' });
    expect(await iterator.next()).toMatchObject({ done: true });
  });

  test('that begins after abort() and close() ends', async () => {
    const { controller, source } = await openWithSignal();
    controller.abort();
    source.close();
    expect(await source[Symbol.asyncIterator]().next()).toMatchObject({ done: true });
  });
});

test('abort() and close() are no failure, and fire nothing', async () => {
  const { controller, source, events } = await openWithSignal();
  controller.abort();
  source.close();
  await meanwhile();
  expect(source.stats.failures).toBe(0);
  expect(events.untaken).toEqual([]);
});

describe('in an abort listener of the signal', () => {
  const kActions: Record<string, (source: EventSource) => void> = {
    'close()': (source) => source.close(),
    'reconnect()': (source) => source.reconnect(),
    'reset()': (source) => source.reset(),
    'a new listener': (source) => source.addEventListener('late', () => {}),
    'new EventSource()': () => {
      const other = new EventSource(kUrl, { fetch });
      onTestFinished(() => other.close());
    },
  };

  for (const order of ['before', 'after']) {
    test.each(Object.keys(kActions))(`that was added ${order} the source: %s`, async (name) => {
      const controller = new AbortController();
      const act = () => kActions[name](source);
      if (order === 'before') controller.signal.addEventListener('abort', act);
      const { source, events } = openUrl(kUrl, { fetch, signal: controller.signal });
      if (order === 'after') controller.signal.addEventListener('abort', act);
      for (const type of ['open', 'message']) await events.next(type);
      controller.abort();
      expect(source.readyState).toBe(source.CLOSED);
      await meanwhile();
      if (name === 'close()') {
        expect(events.untaken).toEqual([]);
      } else {
        expect(((await events.next('error')).event as ConnectionErrorEvent).kind).toBe('aborted');
      }
      expect(source.readyState).toBe(source.CLOSED);
      expect(source.stats.connections).toBe(1);
    });
  }
});

test('headers() that aborts the signal in the constructor prevents the request', async () => {
  const controller = new AbortController();
  let requests = 0;
  const { source, events } = openUrl(kUrl, {
    signal: controller.signal,
    headers() {
      controller.abort();
      return {};
    },
    fetch: async (...request) => {
      requests++;
      return fetch(...request);
    },
  });
  expect(source.readyState).toBe(source.CLOSED);
  expect(((await events.next('error')).event as ConnectionErrorEvent).kind).toBe('aborted');
  await meanwhile();
  expect(requests).toBe(0);
  expect(events.untaken).toEqual([]);
});

test('connectTimeout does not run on while the beginning of a refused body is read', async () => {
  const { source, events } = openUrl(kUrl, {
    connectTimeout: 50, // less than the beginning of a body is waited for
    fetch: async () => {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new TextEncoder().encode('no such thing')),
      });
      return new Response(body, { status: 404 });
    },
  });
  const error = (await events.next('error')).event as ConnectionErrorEvent;
  expect(error).toMatchObject({ kind: 'http', status: 404, body: 'no such thing' });
  expect(error.willRetry).toBe(false);
  expect(source.readyState).toBe(source.CLOSED);
});

test('close() fires nothing either where the end of the request aborts the signal', async () => {
  const controller = new AbortController();
  const { source, events } = openUrl(kUrl, {
    signal: controller.signal,
    fetch: (url, init) => {
      init.signal.addEventListener('abort', () => controller.abort());
      return fetch(url, init);
    },
  });
  for (const type of ['open', 'message']) await events.next(type);
  source.close();
  expect(controller.signal.aborted).toBe(true);
  await meanwhile();
  expect(await source.closed).toEqual({ by: 'close' });
  expect(events.untaken).toEqual([]);
  expect(source.stats.failures).toBe(0);
});

test('a failure is told of, and not the abort that it leads to', async () => {
  const controller = new AbortController();
  const { events } = openUrl(kUrl, {
    signal: controller.signal,
    retry: false,
    fetch: async (_, init) => {
      init.signal.addEventListener('abort', () => controller.abort());
      return new Response('', { status: 503 });
    },
  });
  expect((await events.next('error')).event).toMatchObject({ kind: 'http', status: 503 });
  await meanwhile();
  expect(events.untaken).toEqual([]);
});
