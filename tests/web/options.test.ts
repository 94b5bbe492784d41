// What the constructor refuses, and how: wrong arguments as native does, wrong options by their name.
import { describe, expect, test } from 'vitest';
import { EventSource, type EventSourceInit } from '../../web/index.ts';
import { serve } from '../support/scenario-client.ts';
import { openUrl, origin } from '../support/sources.ts';
import { eventStream, hold } from '../support/stream-scenario.ts';
import { testWhere } from '../support/where.ts';

const isBrowser = typeof document === 'object';
const neverFetch = () => new Promise<Response>(() => {});

/** A source that sends no request, and is closed at once. */
function construct(url: unknown, init?: unknown): EventSource {
  const source = new EventSource(
    url as string,
    typeof init === 'object'
      ? ({ fetch: neverFetch, ...init } as EventSourceInit)
      : (init as never),
  );
  source.close();
  return source;
}

function thrownBy(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

describe('the URL', () => {
  test('is required', () => {
    expect(() => Reflect.construct(EventSource, [])).toThrow(TypeError);
  });

  test('left out is not the same as undefined', () => {
    const make = () => construct(undefined, {});
    if (isBrowser) expect(make().url).toBe(new URL('undefined', document.baseURI).href);
    else expect(thrownBy(make).name).toBe('SyntaxError');
  });

  test.each([
    'http://this is invalid/',
    'http://[1:2/',
    'http://a%20b/',
    'http://a<b/',
    'http://:80/',
    'https://exa%23mple/',
  ])('%s is a SyntaxError', (url) => {
    const error = thrownBy(() => construct(url, {}));
    expect(error).toBeInstanceOf(DOMException);
    expect(error.name).toBe('SyntaxError');
    expect((error as DOMException).code).toBe(12);
    expect(error.message).toContain(url);
  });

  testWhere(!isBrowser, 'there is a page')(
    'a relative one is a SyntaxError where there is no page',
    () => {
      expect(thrownBy(() => construct('/events', {})).name).toBe('SyntaxError');
    },
  );

  testWhere(isBrowser, 'Node has no document')(
    'a relative one is resolved against the base URL of the document',
    () => {
      const base = document.createElement('base');
      base.href = 'http://127.0.0.1:1/folder/';
      document.head.append(base);
      expect(construct('events?x#y', {}).url).toBe('http://127.0.0.1:1/folder/events?x#y');
      base.remove();
    },
  );

  test.each([
    [new URL('http://127.0.0.1/a'), 'http://127.0.0.1/a'],
    [{ toString: (): string => 'http://127.0.0.1/b' }, 'http://127.0.0.1/b'],
    ['HTTP://127.0.0.1:80/c/../d', 'http://127.0.0.1/d'],
    ['http://[::1]:81/', 'http://[::1]:81/'],
    ['http://user:secret@127.0.0.1/', 'http://user:secret@127.0.0.1/'],
    ['data:a<b', 'data:a<b'],
  ])('%s becomes a string and is serialised', (url, serialised) => {
    expect(construct(url, {}).url).toBe(serialised);
  });

  test('what cannot become a string throws what the conversion throws', () => {
    expect(() => construct(Symbol('url'), {})).toThrow(TypeError);
    const error = new Error('mine');
    const url = {
      toString() {
        throw error;
      },
    };
    expect(thrownBy(() => construct(url, {}))).toBe(error);
  });
});

describe('the options', () => {
  test.each([undefined, null])('may be %s', (init) => {
    expect(construct('http://127.0.0.1:9/', init).withCredentials).toBe(false);
  });

  test.each([1, 'a', true, Symbol('x')])('may not be %s', (init) => {
    expect(() => construct('http://127.0.0.1:9/', init)).toThrow(TypeError);
  });

  test('are read after the URL was made a string, and before it is parsed', () => {
    const order: string[] = [];
    const url = {
      toString() {
        order.push('toString');
        return 'http://not valid/';
      },
    };
    const init = {
      get withCredentials() {
        order.push('withCredentials');
        return false;
      },
    };
    const error = thrownBy(() => new EventSource(url as unknown as string, init));
    expect(error.name).toBe('SyntaxError');
    expect(order).toEqual(['toString', 'withCredentials']);
  });

  test('are read once, in the order of their names', () => {
    const read: string[] = [];
    const init = new Proxy({} as EventSourceInit, {
      get(_, name) {
        read.push(String(name));
        return name === 'fetch' ? neverFetch : undefined;
      },
    });
    new EventSource('http://127.0.0.1:9/', init).close();
    expect(read).toEqual([...read].sort());
    expect(new Set(read).size).toBe(read.length);
  });

  test.each([
    [{ withCredentials: true }, true],
    [{ withCredentials: 1 }, true],
    [{ withCredentials: '' }, false],
    [{ credentials: 'include' }, true],
    [{ credentials: 'omit', withCredentials: true }, false],
  ])('%o give withCredentials %s', (init, value) => {
    expect(construct('http://127.0.0.1:9/', init).withCredentials).toBe(value);
  });

  test.each<[string, unknown, RegExp]>([
    ['headers', 1, /object|Headers/],
    ['headers', null, /object|Headers/],
    ['headers', Promise.resolve({}), /function \(got a promise\)/],
    ['method', Promise.resolve('GET'), /got a promise/],
    ['method', 'CONNECT', /method/],
    ['method', 'GE T', /method/],
    ['method', 1, /method/],
    ['credentials', 'always', /'omit' or 'same-origin' or 'include'/],
    ['redirect', 'manual', /'follow' or 'error'/],
    ['fetch', {}, /function/],
    ['signal', {}, /AbortSignal/],
    ['signal', null, /AbortSignal/],
    ['signal', { aborted: false }, /AbortSignal/],
    ['signal', { aborted: false, addEventListener() {} }, /AbortSignal/],
    ['retryInterval', -1, /from 0 to .* \(got -1\)/],
    ['retryInterval', Number.NaN, /from 0 to .* \(got NaN\)/],
    ['retryInterval', Number.POSITIVE_INFINITY, /from 0 to/],
    ['retryInterval', '1000', /number of milliseconds .* \(got a string\)/],
    ['retry', true, /false or an object/],
    ['retry', null, /false or an object/],
    ['retry', [429], /false or an object \(got an array\)/],
    ['retry', Promise.resolve({}), /false or an object \(got a promise\)/],
    ['request', Promise.resolve({}), /an object \(got a promise\)/],
    ['share', Promise.resolve({}), /true or an object \(got a promise\)/],
    ['connectTimeout', 0, /milliseconds from 1 to/],
    ['idleTimeout', '30', /milliseconds from 1 to/],
    ['lastEventId', 1, /string/],
    ['lastEventId', 'a\nb', /LF/],
    ['lastEventId', 'a\0b', /NUL/],
    ['lastEventIdParameter', '', /query parameter/],
    ['maxEventSize', 0, /number of bytes/],
    ['maxEventSize', 2 ** 40, /number of bytes/],
  ])('%s may not be %o, and the error says so', (name, value, allowed) => {
    const error = thrownBy(() => construct('http://127.0.0.1:9/', { [name]: value }));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain(name);
    expect(error.message).toMatch(allowed);
  });

  test.each<[string, unknown, RegExp]>([
    ['maxInterval', -1, /milliseconds from 0 to/],
    ['factor', 0.5, /a number from 1 to/],
    ['jitter', 1.1, /a number from 0 to 1/],
    ['maxAttempts', Number.NaN, /a number from 0 to/],
    ['maxElapsed', '1', /milliseconds from 0 to/],
    ['on', 503, /statuses, or a function/],
    ['on', ['503'], /statuses, or a function/],
  ])('retry.%s may not be %o, and the error says so', (name, value, allowed) => {
    const init = { retry: { [name]: value } };
    const error = thrownBy(() => construct('http://127.0.0.1:9/', init));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain(`retry.${name}`);
    expect(error.message).toMatch(allowed);
  });

  test('a stream is no body for requests that are to be sent again', () => {
    const init = { method: 'POST', body: new ReadableStream(), retry: {} };
    const error = thrownBy(() => construct('http://127.0.0.1:9/', init));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain('body must be a function');
  });

  test('a promise is no body, which would go out as the text [object Promise]', () => {
    const init = { method: 'POST', body: Promise.resolve('x') };
    const error = thrownBy(() => construct('http://127.0.0.1:9/', init));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain('body must be a body, or a function that may be async');
  });

  test('a body needs a method that has one', () => {
    const error = thrownBy(() => construct('http://127.0.0.1:9/', { body: 'x' }));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain('method');
    expect(construct('http://127.0.0.1:9/', { body: 'x', method: 'post' }).readyState).toBe(2);
  });
});

describe('a header that cannot be sent is refused by its name or place:', () => {
  test.each<[string, HeadersInit]>([
    ['header 2', { 'x-a': '1', 'x y': '1' }],
    ['header 1', [['Bearer token', 'Authorization']]],
    ['header 1', [['token', 'Authorization']]],
    ['pairs', ['x-a: 1'] as unknown as HeadersInit],
    ['pairs', ['xa'] as unknown as HeadersInit],
    ['x-a', { 'x-a': 'a\r\nb' }],
    ['x-a', [['x-a', 'a\0']]],
    ['x-a', { 'x-a': '…' }],
    ['x-a', { 'x-a': undefined } as unknown as HeadersInit],
    ['x-a', { 'x-a': Promise.resolve('1') } as unknown as HeadersInit],
    ['x-a', { 'x-a': `Bearer ${Promise.resolve('1')}` }],
    ['x-a', { 'x-a': { token: '1' } } as unknown as HeadersInit],
    ['Last-Event-ID', { 'Last-Event-ID': '1' }],
    ['pairs', [['x-a', '1', '2']] as unknown as HeadersInit],
  ])('%s', (name, headers) => {
    const error = thrownBy(() => new EventSource('http://127.0.0.1:9/', { headers }));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain(name);
  });

  for (const name of ['Cookie', 'Host', 'Sec-Fetch-Mode', 'Origin']) {
    testWhere(isBrowser, 'Node sends it')(`${name}, which fetch would drop in silence`, () => {
      const headers = { [name]: 'x' };
      const error = thrownBy(() => new EventSource('http://127.0.0.1:9/', { headers }));
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toContain(name);
    });
  }
});

test('a user and password in the URL go out as Basic authorization', async () => {
  const scenario = await serve(origin, [eventStream(': hello\n\n', hold)]);
  const url = new URL(scenario.url);
  url.username = 'ann';
  url.password = 'sé cret';
  const { events, source } = openUrl(url.href);
  await events.next('open');
  expect(source.url).toBe(url.href);
  const { requests } = await scenario.log();
  const pair = String.fromCharCode(...new TextEncoder().encode('ann:sé cret'));
  expect(requests[0].headers.authorization).toBe(`Basic ${btoa(pair)}`);
});
