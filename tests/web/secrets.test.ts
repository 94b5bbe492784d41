// No message, cause or thrown error quotes a value of headers, of the user info or query of a URL, or of a
// body: they end up in consoles and logs. The marker stands in every input.
import { describe, expect, test } from 'vitest';
import * as codes from '../../web/failures/failure-codes.ts';
import * as sentences from '../../web/failures/failure-messages.ts';
import { type ConnectionErrorEvent, EventSource, type EventSourceInit } from '../../web/index.ts';
import { describeUrl } from '../../web/request/url.ts';
import { openUrl } from '../support/sources.ts';

const marker = 'S3CRET';
const kUrl = `http://127.0.0.1:9/`;

function textOf(thing: unknown): string {
  const { message, stack, cause } = thing as Error;
  return [String(thing), message, stack?.split('\n')[0], cause && textOf(cause)].join('\n');
}

function thrownBy(url: string, init: unknown): unknown {
  try {
    new EventSource(url, init as EventSourceInit).close();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

/** Every way in which headers can be wrong. */
const wrongHeaders: [string, unknown][] = [
  ['the bare token', marker],
  ['a number', 1234],
  ['the token as the name, with a space', { [`Bearer ${marker}`]: 'Authorization' }],
  ['the token as the name', [[marker, 'Authorization']]],
  ['the token with a space as the name of a pair', [[`Bearer ${marker}`, 'authorization']]],
  ['an array of lines', [`Authorization: ${marker}`]],
  ['an array of tokens', [marker]],
  ['pairs of one', [[marker]]],
  ['pairs of three', [['Authorization', 'Bearer', marker]]],
  ['a value with a line break', { Authorization: `${marker}\n` }],
  ['a value with NUL', { Authorization: `${marker}\0` }],
  ['a value beyond bytes', { Authorization: `${marker}…` }],
  ['Last-Event-ID', { 'Last-Event-ID': marker }],
];

describe('a constructor that throws keeps the secret', () => {
  test.each(wrongHeaders)('in headers: %s', (_, headers) => {
    expect(textOf(thrownBy(kUrl, { headers }))).not.toContain(marker);
  });

  test.each([
    `http://user:${marker}@ho st/`,
    `http://user:pa/${marker}@host/`,
    `http://user:pa?${marker}@host/`,
    `http://user:pa#${marker}@host/`,
    `http://${marker}:${marker}@host:port/`,
    `http://user:${marker}`,
    `http://ho st/?token=${marker}`,
    `http://ho st/?mail=a@b&token=${marker}`,
    `http://ho st/#${marker}`,
    `//user:${marker}@ho st/`,
  ])('in the URL %s', (url) => {
    expect(textOf(thrownBy(url, {}))).not.toContain(marker);
  });

  // Any value will do for these: whether there are cookies and whether to pause, the names of a method
  // and of a parameter, and an ID.
  const kAny = [
    'withCredentials',
    'pauseWhenHidden',
    'method',
    'lastEventId',
    'lastEventIdParameter',
  ];

  test.each(Object.keys(EventSource.supportedOptions).filter((name) => !kAny.includes(name)))(
    'in the option %s',
    (name) => {
      // An array is an object, whose members these have.
      const values = /^re(?:quest|try)$/.test(name) ? [marker] : [marker, [marker]];
      for (const value of values) {
        expect(textOf(thrownBy(kUrl, { [name]: value }))).not.toContain(marker);
      }
    },
  );

  test.each([
    ['method', `${marker} `],
    ['lastEventId', `${marker}\n`],
    ['lastEventIdParameter', [marker]],
    ['headers', { Authorization: { [marker]: marker } }],
    ['retry', { on: marker }],
    ['retry', { maxAttempts: marker }],
    ['request', { headers: { Authorization: marker } }],
    ['request', { referrer: `http://[${marker}` }],
  ])('in the option %s: %o', (name, value) => {
    expect(textOf(thrownBy(kUrl, { [name]: value }))).not.toContain(marker);
  });

  test('in options that are none', () => {
    expect(textOf(thrownBy(kUrl, marker))).not.toContain(marker);
  });
});

/** A source whose every input holds the marker, and what its first error says. */
async function firstError(init: Record<string, unknown>) {
  const { events } = openUrl(
    `http://${marker}:${marker}@127.0.0.1:9/path?token=${marker}#${marker}`,
    {
      method: 'POST',
      body: marker,
      headers: { Authorization: marker, 'X-Api-Key': marker },
      lastEventId: marker,
      ...init,
    } as EventSourceInit,
  );
  for (;;) {
    const { event } = await events.next();
    if (event.type === 'error') return event as ConnectionErrorEvent;
  }
}

const response = (status: number, type = 'text/event-stream') =>
  new Response('data: a\n\n', { status, headers: { 'content-type': type } });
const never = () => new Promise(() => {});

describe('an error event keeps the secret', () => {
  test.each(wrongHeaders)('of a headers function that returns %s', async (_, value) => {
    const error = await firstError({ headers: async () => value });
    expect(error).toMatchObject({ kind: 'request', willRetry: false });
    expect(textOf(error)).not.toContain(marker);
  });

  test.each<[string, Record<string, unknown>]>([
    ['network', { fetch: () => Promise.reject(new Error('down')) }],
    [
      'network',
      {
        // As node-fetch says it.
        fetch: (url: string) => Promise.reject(new Error(`request to ${url} failed: refused`)),
      },
    ],
    ['http', { fetch: async () => response(500) }],
    ['http', { fetch: async () => response(401) }],
    ['http', { fetch: async () => new Response(null, { status: 204 }) }],
    ['content-type', { fetch: async () => response(200, 'text/html') }],
    ['redirect', { fetch: async () => ({ status: 302, headers: new Headers(), body: null }) }],
    ['redirect', { redirect: 'error', fetch: async () => ({ status: 302 }) }],
    ['request', { fetch: async () => marker }],
    ['request', { fetch: async () => ({ status: marker, headers: marker }) }],
    ['request', { fetch: async () => ({ status: 200, headers: new Headers(), body: marker }) }],
    ['request', { body: () => Promise.reject(new Error('no body')) }],
    ['request', { url: () => `http://user:${marker}@ho st/?${marker}` }],
    ['request', { method: () => `${marker} ` }],
    ['request', { retry: { on: async () => marker }, fetch: async () => response(500) }],
    ['scheme', { url: () => `ftp://user:${marker}@127.0.0.1/?${marker}` }],
    ['timeout', { connectTimeout: 10, fetch: never }],
    ['aborted', { signal: AbortSignal.abort() }],
    ['end', { fetch: async () => response(200) }],
    ['too-large', { maxEventSize: 1, fetch: async () => response(200) }],
  ])('of kind %s, %o', async (kind, init) => {
    const error = await firstError(init);
    expect(error.kind).toBe(kind);
    expect(error.message).not.toContain(marker);
    // What the caller threw is the caller's.
    if (kind !== 'network') expect(textOf(error)).not.toContain(marker);
  });

  // Those that only a browser comes to, or a machine without memory; each sentence is made of these.
  test.each([
    ['in development', sentences],
    ['in production', codes as typeof sentences],
  ])('of every other kind, %s', (_, failures) => {
    const where = describeUrl(
      new URL(`https://${marker}:${marker}@host/path?token=${marker}#${marker}`),
    );
    const request = { credentials: 'include', headers: { Authorization: marker } } as const;
    const cause = new Error(`refused https://user:${marker}@host/path?token=${marker}#${marker}`);
    for (const { kind, message } of [
      failures.corsRefusal(where, cause, request),
      failures.corsRefusal(where, cause, request, ['authorization']),
      failures.blockedByPolicy(where, cause),
      failures.mixedContent(where, cause),
      failures.noMemory(where, cause),
      failures.noWasm(cause),
      failures.brokenOff(where, cause),
      failures.aborted(AbortSignal.abort(marker)),
    ]) {
      expect(message, kind).not.toMatch(new RegExp(marker, 'i'));
    }
  });

  test('of chunks that are no bytes', async () => {
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(marker),
    });
    const headers = new Headers({ 'content-type': 'text/event-stream' });
    const { events } = openUrl(kUrl, { fetch: async () => ({ status: 200, headers, body }) });
    await events.next('open');
    const { event } = await events.next('error');
    expect(event).toMatchObject({ kind: 'request' });
    expect(textOf(event)).not.toContain(marker);
  });
});

test('a URL that is wrong elsewhere is still told', () => {
  expect(textOf(thrownBy('http://this is wrong/', {}))).toContain('http://this is wrong/');
});
