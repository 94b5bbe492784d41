// [beyond the standard] The option `fetch`: what it is called with, and what it may return. Only its
// rejection is the network's; whatever else goes wrong on the way to a request is final, and named.
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  type ConnectionErrorEvent,
  EventSource,
  type EventSourceInit,
  EventStreamDecoder,
  type FetchLikeInit,
} from '../../web/index.ts';
import { serve } from '../support/scenario-client.ts';
import { engine, openUrl, origin } from '../support/sources.ts';
import { end, eventStream, hold } from '../support/stream-scenario.ts';
import { testWhere } from '../support/where.ts';

const kUrl = 'http://127.0.0.1:9/';
const type = { 'content-type': 'text/event-stream' };

/** The first error of a source. */
async function firstError(init: Record<string, unknown>, url = kUrl) {
  const { events, source } = openUrl(url, init as EventSourceInit);
  const { event, readyState } = await events.next('error');
  return { error: event as ConnectionErrorEvent, readyState, source };
}

async function expectFinal(init: Record<string, unknown>, says: RegExp, url = kUrl) {
  const { error, readyState, source } = await firstError(init, url);
  expect(error).toMatchObject({ kind: 'request', willRetry: false });
  expect(error.message).toMatch(says);
  expect(readyState).toBe(source.CLOSED);
  return error;
}

describe('fetch gets its headers as a plain object that', () => {
  const names = ['Accept', 'Authorization', 'Last-Event-ID', 'X-Mine'];

  // The ways in which callers add a token of their own.
  const ways: [string, (init: FetchLikeInit) => RequestInit][] = [
    ['spreads', (init) => ({ ...init, headers: { ...init.headers, Authorization: 'mine' } })],
    [
      'is assigned to',
      (init) => {
        init.headers.Authorization = 'mine';
        return init;
      },
    ],
    [
      'makes Headers',
      (init) => {
        const headers = new Headers(init.headers);
        headers.set('authorization', 'mine');
        return { ...init, headers };
      },
    ],
    [
      'has entries',
      (init) => ({
        ...init,
        headers: Object.entries({ ...init.headers, Authorization: 'mine' }),
      }),
    ],
  ];

  test.each(ways)('%s: the same four headers go out each time', async (_, change) => {
    const scenario = await serve(origin, [
      eventStream('id: 1\ndata: a\n\n', end),
      eventStream('id: 2\ndata: b\n\n', hold),
    ]);
    const { events } = openUrl(scenario.url, {
      headers: { 'X-Mine': '1', authorization: 'theirs' },
      lastEventId: '0',
      fetch: (url, init) => {
        expect(Object.keys(init.headers).sort()).toEqual(names);
        return fetch(url, change(init));
      },
    });
    for (const next of ['open', 'message', 'error', 'open', 'message']) await events.next(next);
    const { requests } = await scenario.log();
    expect(requests.map(({ lastEventId }) => lastEventId)).toEqual(['0', '1']);
    for (const { headers } of requests) {
      expect(headers).toMatchObject({
        accept: 'text/event-stream',
        authorization: 'mine',
        'x-mine': '1',
      });
    }
  });

  test('has other names as the caller wrote them, and values of the same name joined', async () => {
    let given: unknown;
    const { events } = openUrl(kUrl, {
      headers: [
        ['X-Mine', '1'],
        ['x-mine', '2'],
        ['ACCEPT', 'a/b'],
        ['__proto__', 'p'],
      ],
      fetch: async (_, init) => {
        given = Object.entries(init.headers);
        return new Response(': \n', { headers: type });
      },
    });
    await events.next('open');
    expect(given).toEqual([
      ['X-Mine', '1, 2'],
      ['Accept', 'a/b'],
      ['__proto__', 'p'],
    ]);
  });
});

describe('final is', () => {
  test.each([
    ['undefined', undefined],
    ['a string', 'data: a\n\n'],
    ['an object without status', {}],
    ['an object without headers', { status: 200 }],
    ['headers without get', { status: 200, headers: {} }],
  ])('a fetch that returns %s', async (_, value) => {
    const error = await expectFinal({ fetch: async () => value }, /fetch must return a Response/);
    expect(error.cause).toBeInstanceOf(TypeError);
  });

  test('a fetch whose response throws', async () => {
    const cause = new Error('no headers here');
    const response = {
      status: 200,
      get headers(): Headers {
        throw cause;
      },
    };
    const error = await expectFinal({ fetch: async () => response }, /no headers here/);
    expect(error.cause).toBe(cause);
  });

  test('a response whose body was read', async () => {
    const fetch = async () => {
      const response = new Response('data: a\n\n', { headers: type });
      await response.text();
      return response;
    };
    await expectFinal({ fetch }, /cannot be read/);
  });

  test('a response whose body is locked', async () => {
    const fetch = async () => {
      const response = new Response('data: a\n\n', { headers: type });
      response.body?.getReader();
      return response;
    };
    await expectFinal({ fetch }, /cannot be read/);
  });

  test('a missing fetch', async () => {
    const { fetch } = globalThis;
    Reflect.set(globalThis, 'fetch', undefined);
    try {
      await expectFinal({}, /no fetch/);
    } finally {
      globalThis.fetch = fetch;
    }
  });

  test('an exception while the request is put together', async () => {
    const { btoa } = globalThis;
    Reflect.set(globalThis, 'btoa', undefined);
    try {
      const url = 'http://u:p@127.0.0.1:9/';
      const error = await expectFinal({}, /could not be put together/, url);
      expect(error.cause).toBeInstanceOf(TypeError);
    } finally {
      globalThis.btoa = btoa;
    }
  });

  test.each([
    ['locked', (body: ReadableStream) => body.getReader()],
    ['used', (body: ReadableStream) => body.cancel()],
  ])('a stream as the request’s body that is %s', async (_, use) => {
    const body = new ReadableStream();
    use(body);
    const error = await expectFinal(
      { method: 'POST', body, fetch: () => Promise.reject(new Error('sent')) },
      /could not be put together/,
    );
    expect(error.cause).toBeInstanceOf(TypeError);
  });

  // Node's accepts whatever looks like one, and so does WebKit's.
  testWhere(
    /^(?:chromium|firefox)$/.test(engine),
    'the fetch of this engine takes any object for one',
  )('an AbortSignal that fetch refuses', async () => {
    const { AbortController } = globalThis;
    // As of another realm, or of a test environment; only for as long as the constructor runs.
    globalThis.AbortController = class {
      signal = Object.assign(new EventTarget(), { aborted: false });
      abort() {}
    } as unknown as typeof AbortController;
    const { events } = openUrl(origin);
    globalThis.AbortController = AbortController;
    const { event } = await events.next('error');
    expect(event).toMatchObject({ kind: 'request', willRetry: false });
    expect((event as ConnectionErrorEvent).message).toContain('fetch does not accept it');
  });

  test('what the platform’s fetch does not accept', async () => {
    // Bodies become strings; a symbol does not.
    await expectFinal(
      { method: 'PUT', body: () => Symbol('x') },
      /fetch does not accept it/,
      origin,
    );
  });
});

test.each([
  ['rejects', () => Promise.reject(new Error('down'))],
  [
    'throws',
    () => {
      throw new Error('down');
    },
  ],
  ['returns Response.error()', async () => Response.error()],
])('a fetch that %s is a lost connection, tried again', async (_, fetch) => {
  const { error, readyState, source } = await firstError({ fetch });
  expect(error).toMatchObject({ kind: 'network', willRetry: true });
  expect(readyState).toBe(source.CONNECTING);
});

describe('reasons that throw when they are looked at are the cause of a lost connection:', () => {
  const revoked = () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  };
  const getter = {
    get code() {
      throw new Error('no code');
    },
  };
  const reasons: [string, () => unknown][] = [
    ['a revoked proxy', revoked],
    ['a code that is a symbol', () => ({ code: Symbol('x') })],
    ['a getter that throws', () => getter],
    ['null', () => null],
  ];

  test.each(reasons)('%s, of fetch', async (_, make) => {
    const reason = make();
    const { error } = await firstError({ fetch: () => Promise.reject(reason) });
    expect(error).toMatchObject({ kind: 'network', willRetry: true });
    expect(error.cause === reason).toBe(true);
  });

  test.each(reasons)('%s, of the body', async (_, make) => {
    const reason = make();
    const body = new ReadableStream({ pull: (controller) => controller.error(reason) });
    const { events } = openUrl(kUrl, { fetch: async () => new Response(body, { headers: type }) });
    await events.next('open');
    const error = (await events.next('error')).event as ConnectionErrorEvent;
    expect(error).toMatchObject({ kind: 'network', willRetry: true });
    expect(error.cause === reason).toBe(true);
  });
});

test('without Request a failure of another fetch is a lost connection, too', async () => {
  const { Request } = globalThis;
  Reflect.set(globalThis, 'Request', undefined);
  try {
    const { error } = await firstError({ fetch: () => Promise.reject(new Error('down')) });
    expect(error).toMatchObject({ kind: 'network', willRetry: true });
  } finally {
    globalThis.Request = Request;
  }
});

test('a fetch is called when the constructor has returned, so that it can use the EventSource', async () => {
  const source: EventSource = new EventSource(kUrl, {
    fetch: async () => {
      source.close();
      return new Response('data: a\n\n', { headers: type });
    },
  });
  expect(source.readyState).toBe(source.CONNECTING);
  while (source.readyState !== source.CLOSED) await undefined;
});

test('headers of a response that only have get are asked', async () => {
  const headers = {
    get: (name: string) => (name.toLowerCase() === 'content-type' ? 'text/event-stream' : null),
  };
  const fetch = async () => ({ status: 200, headers, body: new Response('data: a\n\n').body });
  const { events } = openUrl(kUrl, { fetch });
  await events.next('open');
  expect(await events.messages(1)).toEqual(['a']);
});

test('a response that says no URL has the origin of the request', async () => {
  const fetch = async () => {
    const response = new Response('data: a\n\n', { headers: type });
    Object.defineProperty(response, 'url', { value: 'not a URL' });
    return response;
  };
  const { events } = openUrl(kUrl, { fetch });
  await events.next('open');
  expect((await events.next('message')).event).toMatchObject({ origin: 'http://127.0.0.1:9' });
});

describe('the user and password of a URL', () => {
  test.each([
    ['50%', '%35%30%', '50%:50%'],
    ['no UTF-8', '%ff', '\xff:\xff'],
    ['UTF-8', 'é', '\xc3\xa9:\xc3\xa9'],
  ])('with %s go out decoded to bytes', async (_, text, pair) => {
    let sent: unknown;
    const { events } = openUrl(`http://${text}:${text}@127.0.0.1:9/`, {
      fetch: async (url, init) => {
        sent = [url, init.headers.Authorization];
        return new Response(': \n', { headers: type });
      },
    });
    await events.next('open');
    expect(sent).toEqual([kUrl, `Basic ${btoa(pair)}`]);
  });
});

test('a signal without throwIfAborted does, as in older browsers', async () => {
  const { throwIfAborted } = AbortSignal.prototype;
  Reflect.deleteProperty(AbortSignal.prototype, 'throwIfAborted');
  try {
    const { events } = openUrl(kUrl, {
      fetch: async () => new Response('data: a\n\n', { headers: type }),
    });
    await events.next('open');
  } finally {
    AbortSignal.prototype.throwIfAborted = throwIfAborted;
  }
});

test('a fetch that never settles leaves nothing behind at the page', async () => {
  const listeners = new Map<unknown, string>();
  const calls: string[] = [];
  vi.stubGlobal('addEventListener', (type: string, listener: unknown) => {
    listeners.set(listener, type);
  });
  vi.stubGlobal('removeEventListener', (_: string, listener: unknown) => {
    listeners.delete(listener);
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  const { events, source } = openUrl(kUrl, {
    fetch: (url) => {
      calls.push(`${url}`);
      return new Promise(() => {});
    },
    connectTimeout: 1,
    retryInterval: 0,
  });
  for (let i = 0; i < 3; i++) await events.next('error');
  source.close();
  expect(calls.length).toBeGreaterThan(1);
  expect([...listeners.values()]).toEqual([]);
});

test('what a fetch returns for an attempt that was given up is not the last response', async () => {
  const answer: ((response: Response) => void)[] = [];
  const seen: unknown[] = [];
  const { events, source } = openUrl(kUrl, {
    fetch: () => new Promise<Response>((resolve) => answer.push(resolve)),
    headers({ lastResponse }) {
      seen.push(lastResponse?.status);
      return {};
    },
    retry: { on: [500, 501] },
    retryInterval: 0,
  });
  const requested = async (count: number) => {
    while (answer.length < count) await new Promise((resolve) => setTimeout(resolve));
  };
  await requested(1);
  await EventStreamDecoder.load(); // reconnect() does nothing before
  await new Promise((resolve) => setTimeout(resolve));
  source.reconnect();
  await requested(2);
  let isCancelled = false;
  const body = new ReadableStream({
    cancel() {
      isCancelled = true;
    },
  });
  answer[1](new Response('', { status: 501 }));
  answer[0](new Response(body, { status: 500 }));
  await events.next('error');
  await requested(3);
  expect(seen).toEqual([undefined, undefined, 501]);
  answer[2](new Response('', { status: 501 }));
  await events.next('error');
  expect(isCancelled).toBe(true);
});
