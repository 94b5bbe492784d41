// [beyond the standard] What the request can be made of: functions asked before every connection,
// method and body, another fetch, a signal, and where to start from.
import { describe, expect, test, vi } from 'vitest';
import type { Attempt, ConnectionErrorEvent, FetchLikeInit } from '../../web/index.ts';
import { serve } from '../support/scenario-client.ts';
import { open, openUrl, origin } from '../support/sources.ts';
import { cut, end, eventStream, hold, reply, wait } from '../support/stream-scenario.ts';
import { testWhere } from '../support/where.ts';

const isBrowser = typeof document === 'object';
const hello = ': hello\n\n';

const failure = (seen: { event: Event }) => seen.event as ConnectionErrorEvent;

describe('headers as a function', () => {
  test('are asked for before every connection, and told what happened', async () => {
    const asked: Attempt[] = [];
    const { events, scenario } = await open(
      [
        eventStream('id: 1\ndata: a\n\n', end),
        eventStream('id: 2\ndata: b\n\n', wait, cut),
        eventStream(hello, hold),
      ],
      {
        headers: async (attempt) => {
          asked.push(attempt);
          return { authorization: `Bearer ${attempt.attempt}` };
        },
      },
    );
    for (const type of ['open', 'message', 'error', 'open', 'message']) await events.next(type);
    await scenario.go(); // a browser throws away what it has not handed over when a cut comes
    for (const type of ['error', 'open']) await events.next(type);
    expect(asked.map(({ attempt, lastEventId }) => [attempt, lastEventId])).toEqual([
      [1, ''],
      [2, '1'],
      [3, '2'],
    ]);
    expect(asked[0].lastError).toBeUndefined();
    expect(asked[1].lastError).toMatchObject({ kind: 'end', attempt: 1, willRetry: true });
    expect(asked[0].signal).toBeInstanceOf(AbortSignal);
    const { requests } = await scenario.log();
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer 1',
      'Bearer 2',
      'Bearer 3',
    ]);
  });

  test('that throw fail for good, with the reason', async () => {
    const reason = new Error('no token today');
    const { events, scenario, source } = await open([eventStream(hello, hold)], {
      headers: async () => {
        throw reason;
      },
    });
    const error = failure(await events.next('error'));
    expect(error).toMatchObject({ kind: 'request', willRetry: false, cause: reason });
    expect(error.message).toContain('no token today');
    expect(source.readyState).toBe(source.CLOSED);
    expect((await scenario.log()).requests).toHaveLength(0);
  });

  test('that throw are asked again if retry.on says so', async () => {
    const { events, scenario } = await open([eventStream(hello, hold)], {
      headers: ({ attempt }) => {
        if (attempt === 1) throw new Error('no token yet');
        return {};
      },
      retryInterval: 1,
      retry: { on: ({ kind }) => kind === 'request' },
    });
    const error = failure(await events.next('error'));
    expect(error).toMatchObject({ kind: 'request', willRetry: true });
    await events.next('open');
    expect((await scenario.log()).requests).toHaveLength(1);
  });

  test('that return a wrong header fail for good, and say which', async () => {
    const { events, scenario, source } = await open([eventStream(hello, hold)], {
      headers: () => ({ 'x y': '1' }),
    });
    const error = failure(await events.next('error'));
    expect(error).toMatchObject({ kind: 'request', willRetry: false });
    expect(error.message).toContain('header 1');
    expect(source.readyState).toBe(source.CLOSED);
    expect((await scenario.log()).requests).toHaveLength(0);
  });

  test('that are still thinking when the source is closed are told so, and nothing is sent', async () => {
    let signal: AbortSignal | undefined;
    let settle = (_: HeadersInit) => {};
    const { scenario, source } = await open([eventStream(hello, hold)], {
      headers: (attempt) => {
        signal = attempt.signal;
        return new Promise((resolve) => {
          settle = resolve;
        });
      },
    });
    while (!signal) await Promise.resolve();
    source.close();
    expect(signal.aborted).toBe(true);
    settle({});
    // Another source to the same server has been through everything by then.
    await (await open([eventStream(hello, hold)])).events.next('open');
    expect((await scenario.log()).requests).toHaveLength(0);
  });
});

describe('method and body', () => {
  test('go out; the end of the response to a POST is not followed by another POST', async () => {
    const { events, scenario, source } = await open([eventStream('data: a\n\n', end)], {
      method: 'post',
      headers: { 'content-type': 'text/plain' },
      body: 'hello',
    });
    await events.next('open');
    expect(await events.messages(1)).toEqual(['a']);
    expect(failure(await events.next('error'))).toMatchObject({ kind: 'end', willRetry: false });
    expect(source.readyState).toBe(source.CLOSED);
    const { requests } = await scenario.log();
    expect(requests).toMatchObject([{ method: 'POST', body: 'hello' }]);
  });

  test('a PUT may be sent again, with the body that a function gives', async () => {
    const { events, scenario } = await open([eventStream(hello, end), eventStream(hello, hold)], {
      method: 'PUT',
      headers: { 'content-type': 'text/plain' },
      body: ({ attempt }) => `body ${attempt}`,
    });
    for (const type of ['open', 'error', 'open']) await events.next(type);
    const { requests } = await scenario.log();
    expect(requests.map(({ method, body }) => `${method} ${body}`)).toEqual([
      'PUT body 1',
      'PUT body 2',
    ]);
  });
});

testWhere(!isBrowser, 'browsers send streams by HTTP/2 only, or not at all')(
  'a body can be a stream, which is sent once',
  async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('hello'));
        controller.close();
      },
    });
    const { events, scenario } = await open([eventStream('data: a\n\n', end)], {
      method: 'PUT',
      headers: { 'content-type': 'text/plain' },
      body,
    });
    await events.next('open');
    expect(await events.messages(1)).toEqual(['a']);
    expect(failure(await events.next('error'))).toMatchObject({ kind: 'end', willRetry: false });
    expect((await scenario.log()).requests).toMatchObject([{ method: 'PUT', body: 'hello' }]);
  },
);

test('another fetch is called in place of the platform’s, and may know other schemes', async () => {
  const calls: [string | URL, FetchLikeInit][] = [];
  const { events, source } = openUrl('app:/events', {
    headers: { cookie: 'a=1' },
    fetch: async (url, init) => {
      calls.push([url, init]);
      return new Response('id: 1\ndata: a\n\n', {
        headers: { 'content-type': 'text/event-stream' },
      });
    },
  });
  await events.next('open');
  expect((await events.next('message')).event).toMatchObject({ data: 'a', origin: 'null' });
  await events.next('error');
  source.close();
  const [url, init] = calls[0];
  expect(url).toBe('app:/events');
  expect(init).toMatchObject({ method: 'GET', cache: 'no-store', credentials: 'same-origin' });
  expect(init.headers).toEqual({ Accept: 'text/event-stream', cookie: 'a=1' });
});

test('where requests have no cache, as in older Cloudflare Workers, fetch is not told of one', async () => {
  vi.stubGlobal('Request', class {});
  const calls: FetchLikeInit[] = [];
  const { events, source } = openUrl('http://127.0.0.1:9/', {
    fetch: (_, init) => {
      calls.push(init);
      throw new Error('not today');
    },
  });
  await events.next('error');
  source.close();
  vi.unstubAllGlobals();
  expect(calls).toEqual([expect.objectContaining({ method: 'GET', cache: undefined })]);
});

test('a fetch that throws at once is a failed attempt', async () => {
  const { events, source } = openUrl('http://127.0.0.1:9/', {
    fetch: () => {
      throw new Error('not today');
    },
  });
  const error = await events.next('error');
  expect(error.readyState).toBe(source.CONNECTING);
  expect(failure(error)).toMatchObject({ kind: 'network', willRetry: true });
  expect(failure(error).message).toContain('not today');
});

describe('a signal', () => {
  test('that is aborted already: no request, closed, and an error that says so', async () => {
    const reason = new Error('changed my mind');
    const { events, scenario, source } = await open([eventStream(hello, hold)], {
      signal: AbortSignal.abort(reason),
    });
    expect(source.readyState).toBe(source.CLOSED);
    expect(events.untaken).toEqual([]);
    const error = failure(await events.next('error'));
    expect(error).toMatchObject({ kind: 'aborted', cause: reason, willRetry: false });
    expect((await scenario.log()).requests).toHaveLength(0);
  });

  test('that is aborted later closes, and drops the connection', async () => {
    const controller = new AbortController();
    const { events, scenario, source } = await open([eventStream(hello, hold)], {
      signal: controller.signal,
    });
    await events.next('open');
    controller.abort();
    expect(source.readyState).toBe(source.CLOSED);
    expect(failure(await events.next('error'))).toMatchObject({ kind: 'aborted' });
    expect((await scenario.log({ dropped: 1 })).requests).toHaveLength(1);
  });

  test('close() after the abort keeps the error back', async () => {
    const controller = new AbortController();
    const { events, source } = await open([eventStream(hello, hold)], {
      signal: controller.signal,
    });
    await events.next('open');
    controller.abort();
    source.close();
    await (await open([eventStream(hello, hold)])).events.next('open');
    expect(events.untaken).toEqual([]);
  });
});

describe('the last event ID', () => {
  test('can be given to start from', async () => {
    const { events, scenario, source } = await open([eventStream('data: a\n\n', hold)], {
      lastEventId: 'n-7',
    });
    expect(source.lastEventId).toBe('n-7');
    await events.next('open');
    expect((await events.next('message')).lastEventId).toBe('n-7');
    expect((await scenario.log()).requests[0].lastEventId).toBe('n-7');
  });

  test('can go out in the query, which leaves the rest of the URL alone', async () => {
    const scenario = await serve(origin, [
      eventStream('id: a&b\ndata: 1\n\n', end),
      eventStream(hello, hold),
    ]);
    const { events, source } = openUrl(`${scenario.url}?x=a%2Cb+1&since=old&y`, {
      lastEventIdParameter: 'since',
    });
    for (const type of ['open', 'message', 'error', 'open']) await events.next(type);
    const { requests, preflights } = await scenario.log();
    expect(requests.map(({ target }) => target.slice(target.indexOf('?')))).toEqual([
      '?x=a%2Cb+1&since=old&y',
      '?x=a%2Cb+1&y&since=a%26b',
    ]);
    expect(requests.map(({ lastEventId }) => lastEventId)).toEqual([null, null]);
    expect(preflights).toEqual([]);
    expect(source.url).toBe(`${scenario.url}?x=a%2Cb+1&since=old&y`);
  });
});

test.each([
  ['??id=1&id=2', '??id=1&id=new'],
  ['?a&&b&%69d=1', '?a&&b&id=new'],
  ['?id', '?id=new'],
  ['', '?id=new'],
  ['?', '?id=new'],
])('a URL that ends with %s is asked for with %s to resume', async (before, after) => {
  let asked = '';
  const { events } = openUrl(`http://127.0.0.1:9/${before}`, {
    lastEventId: 'new',
    lastEventIdParameter: 'id',
    fetch: async (url) => {
      asked = String(url);
      return new Response(hello, { headers: { 'content-type': 'text/event-stream' } });
    },
  });
  await events.next('open');
  expect(asked).toBe(`http://127.0.0.1:9/${after}`);
});

test('an error is a plain Event to whoever does not look closer', async () => {
  const { events } = await open([reply(500, {}, '')]);
  const { event } = await events.next('error');
  expect(event.constructor).toBe(Event);
  expect(Object.prototype.toString.call(event)).toBe('[object Event]');
  expect(event).toMatchObject({
    type: 'error',
    bubbles: false,
    cancelable: false,
    isTrusted: true,
  });
  expect(event).not.toBeInstanceOf(MessageEvent);
});
