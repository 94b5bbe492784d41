import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ConnectionErrorEvent } from '../../web/index.ts';
import { serve } from '../support/scenario-client.ts';
import { open, openUrl, otherOrigin } from '../support/sources.ts';
import { cut, end, eventStream, redirect, reply, silent } from '../support/stream-scenario.ts';

test('a refusal by CORS closes, and the message names the missing header', async () => {
  const { events, source } = await open([silent], { cors: 'refused' });
  const { event, readyState } = await events.next('error');
  expect(readyState).toBe(source.CLOSED);
  expect(event).toMatchObject({ kind: 'cors', willRetry: false });
  expect((event as Event & { message: string }).message).toContain('Access-Control-Allow-Origin');
});

test('a dead network across origins is asked about once an attempt, and tried again', async () => {
  const { events, scenario } = await open([[cut], [cut], silent]);
  for (let i = 0; i < 2; i += 1) {
    expect((await events.next('error')).event).toMatchObject({ kind: 'network', willRetry: true });
  }
  await events.next('open');
  const { probes } = await scenario.log();
  expect(probes).toHaveLength(2);
  for (const { headers } of probes) expect(headers.cookie).toBeUndefined();
});

test('credentials go out only when asked for', async () => {
  for (const withCredentials of [false, true]) {
    const { scenario, source } = await open([silent, silent]);
    // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not in every engine
    document.cookie = 'crumb=1; path=/';
    const second = openUrl(scenario.url, { withCredentials });
    await second.events.next('open');
    expect(second.source.withCredentials).toBe(withCredentials);
    expect(source.withCredentials).toBe(false);
    const { requests } = await scenario.log({ requests: 2 });
    const cookies = requests.map(({ headers }) => headers.cookie?.includes('crumb=1') ?? false);
    // The page's host is the server's, and cookies do not know ports.
    expect(cookies.sort()).toEqual(withCredentials ? [false, true] : [false, false]);
  }
});

test('a redirect to an origin that does not allow it is a refusal by CORS, too', async () => {
  const target = await serve(otherOrigin, [silent], { cors: 'refused' });
  const { events, source } = await open([redirect(target.url), redirect(target.url)]);
  const { event, readyState } = await events.next('error');
  expect(readyState).toBe(source.CLOSED);
  expect(event).toMatchObject({ kind: 'cors', willRetry: false });
});

describe('a preflight that does not allow Last-Event-ID', () => {
  test('is a refusal by CORS when an id has come, and the message tells the ways out', async () => {
    const { events, source, scenario } = await open(
      [eventStream('id: 1\ndata: a\n\n', end), silent],
      {
        cors: 'preflight refused',
      },
    );
    for (const type of ['open', 'message', 'error']) await events.next(type);
    const { event, readyState } = await events.next('error');
    expect(event).toMatchObject({ kind: 'cors', willRetry: false });
    expect(readyState).toBe(source.CLOSED);
    const { message } = event as ConnectionErrorEvent;
    expect(message).toContain('Access-Control-Allow-Headers: last-event-id');
    expect(message).toContain('lastEventIdParameter');
    expect(message).not.toContain('Access-Control-Allow-Origin');
    expect((await scenario.log()).requests.map(({ lastEventId }) => lastEventId)).toEqual([
      null,
      null, // the one that shows that it is the id's fault
    ]);
  });

  test('is a refusal by CORS when it was given to start from', async () => {
    const { events } = await open([silent], { cors: 'preflight refused', lastEventId: '7' });
    const { event } = await events.next('error');
    expect(event).toMatchObject({ kind: 'cors', willRetry: false });
    expect((event as ConnectionErrorEvent).message).toContain('lastEventIdParameter');
  });
});

test('a refusal by CORS of the URL that a function gave is noticed, whatever the one before did', async () => {
  const refused = await serve(otherOrigin, [silent, silent], { cors: 'refused' });
  const { events } = await open([eventStream(':\n', end)], {
    url: ({ attempt }) => (attempt === 1 ? undefined : refused.url),
  });
  for (const type of ['open', 'error']) await events.next(type);
  const { event } = await events.next('error');
  expect(event).toMatchObject({ kind: 'cors', willRetry: false });
  expect((event as ConnectionErrorEvent).message).toContain(refused.url);
  expect((await refused.log()).probes).toHaveLength(1);
});

test('a POST of a method function is not sent again to find out about CORS', async () => {
  const { events, scenario } = await open([silent], { cors: 'refused', method: () => 'POST' });
  expect((await events.next('error')).event).toMatchObject({ kind: 'cors', willRetry: false });
  expect((await scenario.log()).requests).toHaveLength(1);
});

/** Stands between the source and the server: the n-th request with CORS meets the n-th way. */
describe('of a server', () => {
  const { fetch } = globalThis;
  const fail = () => Promise.reject(new TypeError('Failed to fetch'));
  const opaque = () => Promise.resolve({ type: 'opaque' } as Response);
  const stream = () =>
    Promise.resolve(new Response(': \n', { headers: { 'content-type': 'text/event-stream' } }));

  function meet(
    cors: (() => Promise<Response>)[],
    probe: (signal: AbortSignal) => Promise<Response>,
    address = otherOrigin,
  ) {
    const asked: string[] = [];
    const signals: AbortSignal[] = [];
    globalThis.fetch = (_, init = {}) => {
      asked.push(init.mode as string);
      if (init.mode === 'cors') return (cors.shift() ?? fail)();
      signals.push(init.signal as AbortSignal);
      return probe(init.signal as AbortSignal);
    };
    const opened = openUrl(`${address}/`);
    return { ...opened, asked, signals };
  }

  afterEach(() => {
    globalThis.fetch = fetch;
    vi.restoreAllMocks();
  });

  test('that never responds to the question, the failure is told all the same', async () => {
    const never = (signal: AbortSignal) =>
      new Promise<Response>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const { events, signals } = meet([fail, stream], never);
    expect((await events.next('error')).event).toMatchObject({ kind: 'network', willRetry: true });
    expect(signals[0].aborted).toBe(true);
    await events.next('open');
  });

  test('that keeps the question’s connection busy, it is dropped with the response’s head', async () => {
    const { events, signals } = meet([fail, fail], opaque);
    expect((await events.next('error')).event).toMatchObject({ kind: 'cors', willRetry: false });
    expect(signals[0].aborted).toBe(true);
  });

  test('that responds again in the meantime, the source opens', async () => {
    const { events, asked } = meet([fail, stream], opaque);
    await events.next('open');
    expect(asked).toEqual(['cors', 'no-cors', 'cors']);
  });

  test('that was down first, a refusal is noticed later', async () => {
    let isUp = false;
    const { events } = meet([], () => (isUp ? opaque() : fail()));
    expect((await events.next('error')).event).toMatchObject({ kind: 'network', willRetry: true });
    isUp = true;
    expect((await events.next('error')).event).toMatchObject({ kind: 'cors', willRetry: false });
  });

  test('that was heard before, a response without CORS is tried again: it may be a proxy’s', async () => {
    const ended = () =>
      Promise.resolve(new Response('', { headers: { 'content-type': 'text/event-stream' } }));
    const { events, asked } = meet([ended, fail, stream], opaque);
    await events.next('open');
    await events.next('error');
    expect((await events.next('error')).event).toMatchObject({ kind: 'network', willRetry: true });
    await events.next('open');
    expect(asked).toEqual(['cors', 'cors', 'cors']);
  });

  test('of the own origin, that responded by itself before, no question is asked about an id', async () => {
    const withId = () =>
      Promise.resolve(
        new Response('id: 1\ndata: a\n\n', { headers: { 'content-type': 'text/event-stream' } }),
      );
    const { events, asked } = meet([withId, fail, stream], opaque, location.origin);
    for (const type of ['open', 'message', 'error']) await events.next(type);
    expect((await events.next('error')).event).toMatchObject({ kind: 'network', willRetry: true });
    await events.next('open');
    expect(asked).toEqual(['cors', 'cors', 'cors']);
  });

  test('close() drops the question', async () => {
    let asks = () => {};
    const asking = new Promise<void>((resolve) => {
      asks = resolve;
    });
    const { events, source, signals } = meet([fail], () => {
      asks();
      return new Promise(() => {});
    });
    await asking;
    source.close();
    expect(signals[0].aborted).toBe(true);
    expect(events.untaken).toEqual([]);
  });
});

test('a server that drops its first requests is down, not refusing', async () => {
  // Each request is dropped that comes before the server is up, the question, too.
  const { events } = await open([
    [cut],
    [cut],
    reply(200, { 'content-type': 'text/event-stream' }),
  ]);
  for (let i = 0; i < 2; i++) {
    expect((await events.next('error')).event).toMatchObject({ kind: 'network', willRetry: true });
  }
  await events.next('open');
});
