// [beyond the standard] What code written for npm eventsource, or that asks what an EventSource can do,
// finds here, so that it can be given this package instead.
import { describe, expect, test } from 'vitest';
import { ErrorEvent, EventSource, type EventSourceInit } from '../../web/index.ts';
import { open, openUrl } from '../support/sources.ts';
import { end, eventStream, hold, reply } from '../support/stream-scenario.ts';

const kUrl = 'http://127.0.0.1:9/';
const type = { 'content-type': 'text/event-stream' };

/** The first error of a source that uses this `fetch`. */
async function firstError(init: EventSourceInit): Promise<ErrorEvent> {
  const { events } = openUrl(kUrl, init);
  return (await events.next('error')).event as ErrorEvent;
}

describe('the code of an error event is', () => {
  test.each([204, 401, 500])('the status %i of a refusal', async (status) => {
    const { events } = await open([reply(status, {}, '')]);
    const { event } = await events.next('error');
    expect(event).toMatchObject({ code: status, status });
  });

  test('200 where the content type is wrong', async () => {
    const { events } = await open([reply(200, { 'content-type': 'text/html' }, '')]);
    expect((await events.next('error')).event).toMatchObject({ code: 200 });
  });

  test.each([
    ['has no body', {}],
    ['has a body that is no stream', { body: 'text' }],
  ])('the status of a response that cannot be read as it %s', async (_, response) => {
    const fetch = async () => ({ status: 200, headers: new Headers(type), ...response });
    const event = await firstError({ fetch: fetch as never });
    expect(event).toMatchObject({ kind: 'request', code: 200, status: 200 });
  });

  test('undefined where there was no response', async () => {
    const event = await firstError({ fetch: () => Promise.reject(new TypeError('no network')) });
    expect('code' in event).toBe(true);
    expect(event.code).toBeUndefined();
  });

  test('undefined at the end of a stream', async () => {
    const { events } = await open([eventStream('data: a\n\n', end)]);
    for (const next of ['open', 'message']) await events.next(next);
    const { event } = await events.next('error');
    expect((event as ErrorEvent).kind).toBe('end');
    expect((event as ErrorEvent).code).toBeUndefined();
  });
});

describe('ErrorEvent', () => {
  test('is what error events are instances of, and no other events', async () => {
    const { events } = await open([eventStream('data: a\n\nevent: error\ndata: b\n\n', end)]);
    for (const next of ['open', 'message', 'error']) {
      expect((await events.next(next)).event).not.toBeInstanceOf(ErrorEvent);
    }
    expect((await events.next('error')).event).toBeInstanceOf(ErrorEvent);
  });

  test('makes an event that says what it was given', () => {
    const event = new ErrorEvent('error', { code: 401, message: 'Log in.' });
    expect(event).toBeInstanceOf(ErrorEvent);
    expect(event).toBeInstanceOf(Event);
    expect(event).toMatchObject({ type: 'error', code: 401, status: 401, message: 'Log in.' });
    expect(event.willRetry).toBeUndefined();
    expect(new ErrorEvent('error', { kind: 'http', status: 503 })).toMatchObject({
      kind: 'http',
      status: 503,
      code: 503,
    });
    expect(new ErrorEvent('other')).toMatchObject({ type: 'other', code: undefined });
  });

  test('makes an event that can be dispatched at any target', () => {
    const target = new EventTarget();
    const event = new ErrorEvent('error', { code: 500 });
    const seen: unknown[] = [];
    target.addEventListener('error', (received) => {
      seen.push(received, received.target, received.isTrusted, received.eventPhase);
    });
    target.dispatchEvent(event);
    expect(seen).toEqual([event, target, false, Event.AT_TARGET]);
  });

  test('makes an event that can be dispatched at an EventSource', () => {
    const { source, events } = openUrl(kUrl, { fetch: () => new Promise(() => {}) });
    const event = new ErrorEvent('error', { code: 500 });
    source.dispatchEvent(event);
    expect(events.untaken.map((seen) => seen.event)).toEqual([event]);
  });

  test('can be extended', () => {
    class Refusal extends ErrorEvent {
      get isRefusal() {
        return true;
      }
    }
    expect(new Refusal('error', { code: 403 })).toMatchObject({ isRefusal: true, code: 403 });
  });

  test('cannot be called without new', () => {
    expect(() => (ErrorEvent as unknown as (type: string) => void)('error')).toThrow(TypeError);
  });
});

describe('the class tells', () => {
  test('by a symbol of the registry that it has the option fetch', () => {
    const symbol = Symbol.for('eventsource.supports-fetch-override');
    expect(Object.getOwnPropertyDescriptor(EventSource, symbol)).toEqual({
      value: true,
      writable: false,
      enumerable: false,
      configurable: false,
    });
  });

  test('by supportedOptions which options it has', () => {
    const { supportedOptions } = EventSource;
    expect(supportedOptions).toMatchObject({ method: true, headers: true, body: true });
    expect(Object.values(supportedOptions).every((value) => value === true)).toBe(true);
    expect(supportedOptions).not.toHaveProperty('proxy');
    Reflect.deleteProperty(supportedOptions, 'method');
    expect(EventSource.supportedOptions.method).toBe(true);
  });

  test('by supportedOptions of those that it reads, and of no others', () => {
    const read: string[] = [];
    const init = new Proxy(
      { fetch: () => new Promise(() => {}) },
      {
        get(target, name) {
          read.push(String(name));
          return Reflect.get(target, name);
        },
      },
    );
    new EventSource(kUrl, init as EventSourceInit).close();
    expect(read.sort()).toEqual(Object.keys(EventSource.supportedOptions).sort());
  });
});

describe('maxBufferSize', () => {
  const options = (init: Record<string, unknown>) => init as EventSourceInit;

  test.each([
    ['alone', { maxBufferSize: 9 }],
    ['beside an equal maxEventSize', { maxBufferSize: 9, maxEventSize: 9 }],
    ['beside maxEventSize: undefined', { maxBufferSize: 9, maxEventSize: undefined }],
  ])('limits an event as maxEventSize does: %s', async (_, init) => {
    const { events } = await open([eventStream('data: 123456789\n\n', hold)], init);
    await events.next('open');
    expect((await events.next('error')).event).toMatchObject({ kind: 'too-large' });
  });

  test('that differs from maxEventSize is a TypeError that names both', () => {
    const create = () => new EventSource(kUrl, { maxBufferSize: 9, maxEventSize: 10 });
    expect(create).toThrow(TypeError);
    expect(create).toThrow(/maxEventSize.*maxBufferSize/);
  });

  test('that is wrong is a TypeError that names it', () => {
    const create = () => new EventSource(kUrl, options({ maxBufferSize: '9' }));
    expect(create).toThrow(TypeError);
    expect(create).toThrow(/maxBufferSize must be/);
  });
});

describe('a fetch of the caller’s', () => {
  test('gets a URL and an init that says all that npm eventsource’s does', async () => {
    const calls: unknown[][] = [];
    openUrl(kUrl, {
      withCredentials: true,
      fetch: (...args) => {
        calls.push(args);
        return new Promise(() => {});
      },
    });
    await expect.poll(() => calls).toHaveLength(1);
    const [url, init] = calls[0] as [unknown, RequestInit];
    expect(url).toBe(kUrl);
    expect(Object.getPrototypeOf(init.headers)).toBe(Object.prototype);
    expect(init).toMatchObject({
      headers: { Accept: 'text/event-stream' },
      mode: 'cors',
      credentials: 'include',
      cache: 'no-store',
      redirect: 'follow',
    });
    expect(init.signal).toBeInstanceOf(AbortSignal);
  });

  test('may give a body of which all that is there is a reader', async () => {
    const chunks = [new TextEncoder().encode('data: a\n\n').buffer];
    const reader = {
      read: async () =>
        chunks.length > 0
          ? { done: false as const, value: chunks.shift()! }
          : new Promise<never>(() => {}),
      cancel: async () => {},
    };
    const { events } = openUrl(kUrl, {
      fetch: async (url) => ({
        status: 200,
        redirected: false,
        url: String(url),
        headers: {
          get: (name) => (name.toLowerCase() === 'content-type' ? type['content-type'] : null),
        },
        body: { getReader: () => reader },
      }),
    });
    await events.next('open');
    expect(await events.messages(1)).toEqual(['a']);
  });
});
