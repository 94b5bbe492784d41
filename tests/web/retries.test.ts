// [beyond the standard] The option `retry`. How long the delays are is tested where they are decided,
// in tests/core/retry_policy_test.cpp, with a clock that is counted.
import { describe, expect, test, vi } from 'vitest';
import type { ConnectionErrorEvent, RetryableFailure } from '../../web/index.ts';
import { scriptedFetch } from '../support/scripted-fetch.ts';
import { openScripted } from '../support/scripted-requests.ts';
import { open, openUrl } from '../support/sources.ts';
import { cut, end, eventStream, hold, reply } from '../support/stream-scenario.ts';

const hello = ': hello\n\n';
const never = 2 ** 31 - 1; // ms

const type = 'text/event-stream';
const exposed = { 'access-control-expose-headers': 'retry-after' };

function breakingOff(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: (controller) => controller.error(new Error('gone')),
  });
}

const failure = (seen: { event: Event }) => seen.event as ConnectionErrorEvent;

describe('retry: false', () => {
  test('the end of the body closes without an error', async () => {
    const { events, scenario, source } = await open([eventStream('data: 1\n\n', end)], {
      retry: false,
    });
    await events.next('open');
    expect(await events.messages(1)).toEqual(['1']);
    while (source.readyState !== source.CLOSED) await new Promise((go) => setTimeout(go));
    expect(events.untaken).toEqual([]);
    expect((await scenario.log()).requests).toHaveLength(1);
  });

  test('a connection that breaks off closes with an error', async () => {
    const { events, source } = await open([], {
      retry: false,
      // WebKitGTK takes a real connection that breaks off for one that ends.
      fetch: async () => new Response(breakingOff(), { headers: { 'content-type': type } }),
    });
    await events.next('open');
    expect(failure(await events.next('error'))).toMatchObject({
      kind: 'network',
      willRetry: false,
    });
    expect(source.readyState).toBe(source.CLOSED);
  });

  test('the end of the response to a POST closes without an error, too', async () => {
    const { events, source } = await open([eventStream('data: 1\n\n', end)], {
      retry: false,
      method: 'POST',
    });
    await events.next('open');
    await events.next('message');
    while (source.readyState !== source.CLOSED) await new Promise((go) => setTimeout(go));
    expect(events.untaken).toEqual([]);
  });
});

describe('a policy', () => {
  test('without on retries lost connections, and no refusal', async () => {
    const { events, source } = await open([eventStream(hello, end), reply(503)], { retry: {} });
    await events.next('open');
    expect(failure(await events.next('error'))).toMatchObject({ kind: 'end', willRetry: true });
    expect(failure(await events.next('error'))).toMatchObject({ status: 503, willRetry: false });
    expect(source.readyState).toBe(source.CLOSED);
  });

  test('retries the statuses in on, 200 with a wrong type among them, and no others', async () => {
    const { events, scenario } = await open(
      [reply(503), reply(204), reply(200, { 'content-type': 'text/html' }), reply(500)],
      { retry: { on: [200, 204, 503], maxInterval: 0 } },
    );
    const failures: ConnectionErrorEvent[] = [];
    do failures.push(failure(await events.next('error')));
    while (failures[failures.length - 1].willRetry);
    expect(failures.map(({ status, willRetry }) => [status, willRetry])).toEqual([
      [503, true],
      [204, true],
      [200, true],
      [500, false],
    ]);
    expect((await scenario.log()).requests).toHaveLength(4);
  });

  test('asks a function about each failure, and tells it why', async () => {
    const asked: RetryableFailure[] = [];
    const { events, source } = await open(
      [eventStream(hello, end), reply(500, {}, 'sorry'), reply(200, {}, 'hello'), [cut]],
      {
        retry: {
          maxInterval: 0,
          on: (reason) => {
            asked.push(reason);
            return reason.attempt < 4;
          },
        },
      },
    );
    for (const type of ['open', 'error', 'error', 'error', 'error']) await events.next(type);
    expect(asked.map(({ attempt, kind, status, body }) => [attempt, kind, status, body])).toEqual([
      [1, 'end', undefined, undefined],
      [2, 'http', 500, 'sorry'],
      [3, 'content-type', 200, 'hello'],
      [4, 'network', undefined, undefined],
    ]);
    expect(source.readyState).toBe(source.CLOSED);
  });

  test('gives up after maxAttempts failed attempts in a row', async () => {
    const { events, scenario } = await open([reply(503), reply(503), reply(503), reply(503)], {
      retry: { maxAttempts: 3, maxInterval: 0, on: [503] },
    });
    expect(failure(await events.next('error')).willRetry).toBe(true);
    expect(failure(await events.next('error')).willRetry).toBe(true);
    expect(failure(await events.next('error')).willRetry).toBe(false);
    expect((await scenario.log()).requests).toHaveLength(3);
  });

  test('counts anew when a connection has opened', async () => {
    const connections = [reply(503), eventStream(hello, end), reply(503), reply(503)];
    const { events } = await open(connections, {
      retry: { maxAttempts: 2, maxInterval: 0, on: [503] },
    });
    expect(failure(await events.next('error')).willRetry).toBe(true);
    await events.next('open');
    expect(failure(await events.next('error'))).toMatchObject({ kind: 'end', willRetry: true });
    expect(failure(await events.next('error')).willRetry).toBe(true);
    expect(failure(await events.next('error')).willRetry).toBe(false);
  });

  test('gives up when the next attempt would come after maxElapsed', async () => {
    const { events } = await open([eventStream(hello, cut)], {
      retryInterval: 60_000,
      retry: { maxElapsed: 59_999 },
    });
    await events.next('open');
    expect(failure(await events.next('error')).willRetry).toBe(false);
  });

  test('takes factor, jitter and maxInterval for its delays', async () => {
    const { events } = await open([reply(503), reply(503), reply(503), reply(503)], {
      retryInterval: 1,
      retry: { factor: 3, jitter: 0, maxInterval: 100, on: [503] },
    });
    const delays = [];
    for (let i = 0; i < 4; i++) delays.push(failure(await events.next('error')).delay);
    expect(delays).toEqual([20, 60, 100, 100]);
  });
});

describe('Retry-After', () => {
  test('in seconds is the least that is waited', async () => {
    const { events } = await open([reply(503, { ...exposed, 'retry-after': '7' })], {
      retry: { on: [503] },
    });
    expect(failure(await events.next('error')).delay).toBe(7000);
  });

  test('as a date is the least that is waited', async () => {
    const at = Date.now() + 3_600_000;
    const headers = { ...exposed, 'retry-after': new Date(at).toUTCString() };
    const { events } = await open([reply(503, headers)], { retry: { on: [503] } });
    const { delay } = failure(await events.next('error'));
    expect(delay).toBeGreaterThan(at - Date.now() - 2000);
    expect(delay).toBeLessThanOrEqual(3_600_000);
  });

  test('that is shorter than the reconnection time changes nothing', async () => {
    const { events } = await open([reply(503, { ...exposed, 'retry-after': '1' })], {
      retryInterval: 5000,
      retry: { on: [503] },
    });
    expect(failure(await events.next('error')).delay).toBe(5000);
  });
});

describe('a request that is not idempotent', () => {
  test('is sent again when a policy is given', async () => {
    const { events, scenario } = await open([eventStream(hello, end), eventStream(hello, hold)], {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: ({ attempt }) => `body ${attempt}`,
      retry: {},
    });
    for (const type of ['open', 'error', 'open']) await events.next(type);
    const { requests } = await scenario.log();
    expect(requests.map(({ method, body }) => `${method} ${body}`)).toEqual([
      'POST body 1',
      'POST body 2',
    ]);
  });
});

describe('a 401 that on allows to retry', () => {
  test('is tried again with the new token that headers() gives', async () => {
    const { events, scenario } = await open([reply(401), eventStream(hello, hold)], {
      headers: ({ attempt }) => ({ authorization: `Bearer ${attempt}` }),
      retry: { on: [401] },
    });
    expect(failure(await events.next('error'))).toMatchObject({ status: 401, willRetry: true });
    await events.next('open');
    const { requests } = await scenario.log();
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer 1', 'Bearer 2']);
  });

  test('closes when headers() has nothing new to give, and nothing is sent', async () => {
    const { events, scenario } = await open([reply(401, {}, 'expired')], {
      headers: () => ({ authorization: 'Bearer 1' }),
      retry: { on: [401] },
    });
    expect(failure(await events.next('error'))).toMatchObject({ willRetry: true });
    expect(failure(await events.next('error'))).toMatchObject({
      kind: 'http',
      status: 401,
      body: 'expired',
      willRetry: false,
    });
    expect((await scenario.log()).requests).toHaveLength(1);
  });

  test('closes when the new token is refused, too', async () => {
    const { events, scenario } = await open([reply(401), reply(401)], {
      headers: ({ attempt }) => ({ authorization: `Bearer ${attempt}` }),
      retry: { on: [401] },
    });
    expect(failure(await events.next('error')).willRetry).toBe(true);
    expect(failure(await events.next('error')).willRetry).toBe(false);
    expect((await scenario.log()).requests).toHaveLength(2);
  });

  test('is forgotten with the connection that the new token has opened', async () => {
    const told: unknown[] = [];
    const { events, source } = await open(
      [reply(401), eventStream(hello, hold), eventStream(hello, hold)],
      {
        headers: ({ attempt, lastError }) => {
          told.push(lastError?.status);
          return { authorization: attempt === 1 ? 'Bearer 1' : 'Bearer 2' };
        },
        retry: { on: [401] },
      },
    );
    await events.next('error');
    await events.next('open');
    source.reconnect();
    await events.next('open');
    expect(told).toEqual([undefined, 401, undefined]);
  });

  test('says nothing of the token of an attempt that was dropped', async () => {
    const { events, requested, source } = openScripted(
      {
        headers: ({ attempt }) => ({ authorization: attempt === 1 ? 'Bearer 1' : 'Bearer 2' }),
        retry: { on: [401] },
      },
      [new Response('', { status: 401 })],
    );
    await events.next('error');
    await requested(2);
    source.reconnect();
    await requested(3);
    expect(events.untaken).toEqual([]);
  });
});

describe('reconnect()', () => {
  test('ends a wait', async () => {
    const { events, source } = await open([eventStream(hello, end), eventStream(hello, hold)], {
      retryInterval: never,
    });
    await events.next('open');
    await events.next('error');
    source.reconnect();
    await events.next('open');
  });

  test('drops the present connection, without an error', async () => {
    const { events, scenario, source } = await open([
      eventStream('id: 1\ndata: 1\n\n', hold),
      eventStream('data: 2\n\n', hold),
    ]);
    await events.next('open');
    await events.next('message');
    source.reconnect();
    await events.next('open');
    expect(await events.messages(1)).toEqual(['2']);
    const { requests } = await scenario.log({ dropped: 1 });
    expect(requests.map(({ lastEventId }) => lastEventId)).toEqual([null, '1']);
  });
});

test('a timer that cannot be cleared, as fake timers took its place, wakes no closed source', async () => {
  const retryInterval = 20;
  const { events, source } = openUrl('http://127.0.0.1:9/', {
    fetch: scriptedFetch([null]),
    retryInterval,
  });
  await events.next('error');
  const clear = vi.spyOn(globalThis, 'clearTimeout').mockImplementation(() => {});
  source.close();
  clear.mockRestore();
  await new Promise((resolve) => setTimeout(resolve, 2 * retryInterval));
  expect(source.readyState).toBe(source.CLOSED);
});

test('retry: 0 and ends at once meet growing delays after a few rounds', async () => {
  const rounds = 9;
  const { events, source } = await open(Array(rounds).fill(eventStream('retry: 0\n\n', end)));
  const delays: number[] = [];
  for (let i = 0; i < rounds; i++) {
    await events.next('open');
    delays.push(failure(await events.next('error')).delay as number);
  }
  source.close();
  expect(delays.slice(0, 5)).toEqual([20, 20, 20, 20, 20]);
  expect(Math.max(...delays.slice(5))).toBeGreaterThan(20);
});
