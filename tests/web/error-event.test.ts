// [beyond the standard] What the `error` event says, for every way to fail that a server, a network or
// a caller has. CORS: tests/web/cors.browser.test.ts. No WebAssembly: tests/web/no-webassembly.test.ts.
import { describe, expect, test } from 'vitest';
import type { ConnectionErrorEvent } from '../../web/index.ts';
import { open, openUrl } from '../support/sources.ts';
import { cut, end, eventStream, hold, redirect, reply } from '../support/stream-scenario.ts';

const failure = (seen: { event: Event }) => seen.event as ConnectionErrorEvent;
const hello = ':\n';

async function firstError(...args: Parameters<typeof open>): Promise<ConnectionErrorEvent> {
  const { events } = await open(...args);
  for (;;) {
    const seen = await events.next();
    if (seen.type === 'error') return failure(seen);
  }
}

/** What consoles and loggers find that go through an object's members, inherited ones included. */
function enumerableNames(event: object): string[] {
  const names: string[] = [];
  for (const name in event) names.push(name);
  return names;
}

test('what the events of a connection say is enumerable, as members of Web IDL are', async () => {
  const { events } = await open([eventStream(hello, end), reply(503)]);
  const { event } = await events.next('open');
  expect(enumerableNames(event)).toEqual(
    expect.arrayContaining(['type', 'target', 'status', 'headers', 'url']),
  );
  const members = [
    ...['type', 'target', 'kind', 'message', 'status', 'code', 'headers', 'body', 'cause'],
    ...['attempt', 'willRetry', 'delay'],
  ];
  const error = failure(await events.next('error'));
  expect(enumerableNames(error)).toEqual(expect.arrayContaining(members));
});

describe('a refused response', () => {
  test('gives its status, its headers and the beginning of its body', async () => {
    const headers = { 'content-type': 'application/json' };
    const error = await firstError([reply(403, headers, '{"reason":"no scope ünïcode"}')]);
    expect(error).toMatchObject({
      kind: 'http',
      status: 403,
      body: '{"reason":"no scope ünïcode"}',
      willRetry: false,
      delay: undefined,
      attempt: 1,
    });
    expect(error.headers?.get('content-type')).toBe('application/json');
    expect(error.message).toContain('check the credentials');
  });

  test('of the wrong type gives the same, and names what came', async () => {
    const error = await firstError([reply(200, { 'content-type': 'text/html' }, '<h1>Hi</h1>')]);
    expect(error).toMatchObject({ kind: 'content-type', status: 200, body: '<h1>Hi</h1>' });
    expect(error.message).toMatch(/"text\/html".*needs text\/event-stream/);
  });

  test('with a long body gives its first 1024 characters', async () => {
    const error = await firstError([reply(500, {}, 'x'.repeat(100_000))]);
    expect(error.body).toBe('x'.repeat(1024));
  });

  test('whose body does not end gives what has come', async () => {
    const error = await firstError([[...reply(500, {}, 'so far').slice(0, 2), hold]]);
    expect(error.body).toBe('so far');
  });

  test('whose body breaks gives what has come, and says why it was refused', async () => {
    let reads = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (reads++ === 0) controller.enqueue(new TextEncoder().encode('so far'));
        else controller.error(new Error('gone'));
      },
    });
    const error = await firstError([], { fetch: async () => new Response(body, { status: 500 }) });
    expect(error).toMatchObject({ kind: 'http', status: 500, body: 'so far' });
  });

  test('without a body gives the empty string', async () => {
    expect((await firstError([reply(204)])).body).toBe('');
  });

  test('that is read when close() is called fires nothing', async () => {
    const { events, scenario, source } = await open([[...reply(500).slice(0, 1), hold]]);
    await scenario.log({ requests: 1 });
    source.close();
    await scenario.log({ dropped: 1 });
    expect(events.untaken).toEqual([]);
  });
});

test('a connection that ends gives no status, and when the next attempt follows', async () => {
  const error = await firstError([eventStream(hello, end)], { retryInterval: 60_000 });
  expect(error).toMatchObject({
    kind: 'end',
    status: undefined,
    headers: undefined,
    body: undefined,
    cause: undefined,
    willRetry: true,
    delay: 60_000,
    attempt: 1,
  });
});

test('no connection gives what fetch threw as its cause', async () => {
  const error = await firstError([[cut]]);
  expect(error).toMatchObject({ kind: 'network', status: undefined, willRetry: true });
  expect(error.cause).toBeInstanceOf(Error);
});

test('attempts are counted over the life of the source', async () => {
  const { events } = await open([eventStream(hello, end), eventStream(hello, end), reply(503)]);
  await events.next('open');
  expect(failure(await events.next('error')).attempt).toBe(1);
  await events.next('open');
  expect(failure(await events.next('error')).attempt).toBe(2);
  expect(failure(await events.next('error'))).toMatchObject({ attempt: 3, status: 503 });
});

test.each<[string, string, Parameters<typeof open>, RegExp]>([
  [
    'an event that is too large',
    'too-large',
    [[eventStream(`data: ${'x'.repeat(999)}`, hold)], { maxEventSize: 99 }],
    /larger than 99 bytes/,
  ],
  [
    'a redirect that custom headers would follow',
    'redirect',
    [[redirect('/')], { headers: { 'x-a': '1' } }],
    /redirect: 'follow'/,
  ],
  [
    'a headers function that fails',
    'request',
    [[], { headers: () => Promise.reject(new Error('down')), retry: false }],
    /the headers function failed \(down\)/,
  ],
  ['a signal that is aborted', 'aborted', [[], { signal: AbortSignal.abort() }], /signal/],
])('%s is of kind %s', async (_, kind, args, message) => {
  const error = await firstError(...args);
  expect(error).toMatchObject({ kind, willRetry: false, delay: undefined });
  expect(error.message).toMatch(message);
});

test('another scheme than http and https is of kind scheme', async () => {
  const { events } = openUrl('ftp://127.0.0.1/');
  const error = failure(await events.next('error'));
  expect(error).toMatchObject({ kind: 'scheme', willRetry: false });
  expect(error.message).toContain('ftp:');
});

test('a server’s own event named error is a message with data, and has no kind', async () => {
  const { events, source } = await open([eventStream('event: error\ndata: disk full\n\n', hold)]);
  await events.next('open');
  const { event, readyState } = await events.next('error');
  expect(readyState).toBe(source.OPEN);
  expect(event).toBeInstanceOf(MessageEvent);
  expect(event).toMatchObject({ type: 'error', data: 'disk full' });
  expect('kind' in event).toBe(false);
});
