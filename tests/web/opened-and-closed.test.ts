// [beyond the standard] What the server responded with, in the `open` event and the promise `opened`, and
// how it ended, in the promise `closed`. Named and used as those of a WebSocketStream.
import { describe, expect, onTestFinished, test } from 'vitest';
import { type ConnectionOpenEvent, EventSource, type ResponseHead } from '../../web/index.ts';
import { record } from '../support/recorder.ts';
import { serve } from '../support/scenario-client.ts';
import { engine, open, openUrl, otherOrigin } from '../support/sources.ts';
import {
  cut,
  end,
  eventStream,
  head,
  hold,
  redirect,
  reply,
  send,
  silent,
} from '../support/stream-scenario.ts';

const kUrl = 'http://127.0.0.1:9/';
const type = 'text/event-stream';
const hello = ': hello\n\n';

/** A source whose request is never responded to. */
const pending = () => openUrl(kUrl, { fetch: () => new Promise(() => {}) });

/** What has become of a promise by now. */
async function stateOf(promise: Promise<unknown>): Promise<string> {
  const states = [
    promise.then(
      () => 'fulfilled',
      () => 'rejected',
    ),
  ];
  // Longer than what is settled already takes to say so.
  states.push(new Promise((resolve) => setTimeout(() => resolve('pending'))));
  return Promise.race(states);
}

/** The rejections that nobody has handled, while `run` runs and for some tasks after it. */
async function unhandledRejections(run: () => Promise<unknown>): Promise<unknown[]> {
  const unhandled: unknown[] = [];
  const listen = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    unhandled.push(event.reason);
  };
  const note = (reason: unknown) => unhandled.push(reason);
  const inNode = engine === 'node';
  if (inNode) process.on('unhandledRejection', note);
  else addEventListener('unhandledrejection', listen);
  try {
    await run();
    // Reported after those that came before it.
    void Promise.reject('late');
    while (!unhandled.includes('late')) await new Promise((go) => setTimeout(go));
  } finally {
    if (inNode) process.off('unhandledRejection', note);
    else removeEventListener('unhandledrejection', listen);
  }
  return unhandled.filter((reason) => reason !== 'late');
}

describe('the open event', () => {
  test('tells status, headers and URL', async () => {
    const { events, scenario } = await open([
      [
        head(200, {
          'content-type': type,
          'x-request-id': '7',
          'access-control-expose-headers': 'x-request-id',
        }),
        send(hello),
        hold,
      ],
    ]);
    const event = (await events.next('open')).event as ConnectionOpenEvent;
    expect(event).toMatchObject({ type: 'open', status: 200, url: scenario.url });
    expect(event.headers).toBeInstanceOf(Headers);
    expect(event.headers.get('x-request-id')).toBe('7');
  });

  test('tells the URL after redirects', async () => {
    const target = await serve(otherOrigin, [eventStream(hello, hold)]);
    const { events, source, scenario } = await open([redirect(target.url)]);
    expect((await events.next('open')).event).toMatchObject({ url: target.url });
    expect(source.url).toBe(scenario.url);
  });

  test('tells of each connection what its own response was', async () => {
    const named = (name: string, ...steps: Parameters<typeof eventStream>) => [
      head(200, {
        'content-type': type,
        'x-name': name,
        'access-control-expose-headers': 'x-name',
      }),
      ...eventStream(...steps).slice(1),
    ];
    const { events } = await open([named('first', hello, end), named('second', hello, hold)]);
    const name = async () =>
      ((await events.next('open')).event as ConnectionOpenEvent).headers.get('x-name');
    expect(await name()).toBe('first');
    await events.next('error');
    expect(await name()).toBe('second');
  });

  test('is a plain Event to whoever does not look closer', async () => {
    const { events } = await open([silent]);
    const { event } = await events.next('open');
    expect(event).toBeInstanceOf(Event);
    expect(event).not.toBeInstanceOf(MessageEvent);
    expect(event.constructor).toBe(Event);
    expect(Object.prototype.toString.call(event)).toBe('[object Event]');
    expect(Reflect.ownKeys(event)).toEqual([]);
  });

  test('has the URL of the request where a fetch of the caller’s does not tell one', async () => {
    const { events } = openUrl(kUrl, {
      fetch: async () => new Response(hello, { headers: { 'content-type': type } }),
    });
    expect((await events.next('open')).event).toMatchObject({ url: kUrl });
  });
});

describe('opened', () => {
  test('is fulfilled with what the open event tells', async () => {
    const { events, source } = await open([silent]);
    const info = await source.opened;
    const { status, headers, url } = (await events.next('open')).event as ConnectionOpenEvent;
    expect(info).toEqual({ status, headers, url });
    expect(info.headers).toBe(headers);
  });

  test('is one promise, and the same whether asked for before or after the connection opened', async () => {
    const { events, source } = await open([silent, silent]);
    const early = source.opened;
    await events.next('open');
    expect(source.opened).toBe(early);
    expect(early).toBeInstanceOf(Promise);

    const late = await open([silent]);
    await late.events.next('open');
    expect(await late.source.opened).toMatchObject({ status: 200, url: late.scenario.url });
  });

  test('is fulfilled after the listeners of open were called', async () => {
    const { source } = await open([silent]);
    const order: string[] = [];
    const opened = source.opened.then(() => order.push('opened'));
    source.onopen = () => order.push('open');
    await opened;
    expect(order).toEqual(['open', 'opened']);
  });

  test('waits for the first connection, and stays with it', async () => {
    const { events, source } = await open([[cut], reply(503), eventStream(hello, end), silent], {
      retry: { on: [503] },
    });
    const { opened } = source;
    for (const next of ['error', 'error']) {
      expect(await stateOf(opened)).toBe('pending');
      await events.next(next);
    }
    const first = await opened;
    for (const next of ['open', 'error', 'open']) await events.next(next);
    expect(await source.opened).toBe(first);
  });

  test('is rejected with a ConnectionError if no connection opens', async () => {
    const { source } = await open([reply(401, { 'x-realm': 'a' }, 'Log in.')]);
    const early = source.opened;
    await expect(early).rejects.toMatchObject({
      name: 'ConnectionError',
      kind: 'http',
      status: 401,
      body: 'Log in.',
      willRetry: false,
    });
    await expect(early).rejects.toBeInstanceOf(Error);
    expect(source.opened).toBe(early);
  });

  test('is rejected if asked for after the failure, too', async () => {
    const { events, source } = await open([reply(404)]);
    await events.next('error');
    await expect(source.opened).rejects.toMatchObject({ kind: 'http', status: 404 });
  });

  test('is rejected with an AbortError by close() before a connection opened', async () => {
    const { source } = pending();
    const { opened } = source;
    source.close();
    await expect(opened).rejects.toBeInstanceOf(DOMException);
    await expect(opened).rejects.toMatchObject({ name: 'AbortError' });
    const late = pending().source;
    late.close();
    await expect(late.opened).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('stays fulfilled when a listener of open closes the source', async () => {
    const { source } = await open([silent]);
    source.onopen = () => source.close();
    await expect(source.opened).resolves.toMatchObject({ status: 200 });
    await expect(source.closed).resolves.toEqual({ by: 'close' });
  });
});

describe('closed', () => {
  test('tells of close()', async () => {
    const { source, events } = await open([silent]);
    const { closed } = source;
    await events.next('open');
    expect(await stateOf(closed)).toBe('pending');
    source.close();
    expect(await closed).toEqual({ by: 'close' });
    expect(source.closed).toBe(closed);
  });

  test('tells of close() before a connection opened', async () => {
    const { source } = pending();
    source.close();
    expect(await source.closed).toEqual({ by: 'close' });
  });

  test('tells of a loop that was left', async () => {
    const { source } = await open([eventStream('data: a\n\n', hold)]);
    for await (const _ of source) break;
    expect(await source.closed).toEqual({ by: 'close' });
  });

  test('tells of the end of the stream with retry: false, after its last event', async () => {
    const { source } = await open([eventStream('data: a\n\n', 'data: b\n\n', end)], {
      retry: false,
    });
    const received: unknown[] = [];
    source.onmessage = ({ data }) => received.push(data);
    source.onerror = ({ kind }) => received.push(kind);
    expect(await source.closed).toEqual({ by: 'end' });
    expect(received).toEqual(['a', 'b']);
    expect(source.readyState).toBe(source.CLOSED);
  });

  test('tells of the end of a stream that error told of, with what that said', async () => {
    const { source, events } = await open([eventStream('data: a\n\n', end)], { method: 'POST' });
    const { by, failure } = await source.closed;
    for (const next of ['open', 'message']) await events.next(next);
    const { event } = await events.next('error');
    expect(by).toBe('end');
    expect(failure).toMatchObject({ kind: 'end', willRetry: false });
    expect(event).toMatchObject({ kind: 'end', message: failure?.message });
  });

  test('tells of a failure, after the listeners of error were called', async () => {
    const { source } = await open([reply(403, {}, 'No.')]);
    const order: unknown[] = [];
    source.onerror = ({ status }) => order.push(status);
    const closed = source.closed.then((info) => {
      order.push(info.by);
      return info;
    });
    expect(await closed).toMatchObject({
      by: 'failure',
      failure: { kind: 'http', status: 403, body: 'No.', willRetry: false },
    });
    expect(order).toEqual([403, 'failure']);
  });

  test('tells of a signal that was aborted', async () => {
    const controller = new AbortController();
    const { source } = await open([silent], { signal: controller.signal });
    await source.opened;
    controller.abort('enough');
    expect(await source.closed).toMatchObject({
      by: 'failure',
      failure: { kind: 'aborted', cause: 'enough' },
    });

    const before = new EventSource(kUrl, { signal: AbortSignal.abort('never') });
    await expect(before.opened).rejects.toMatchObject({ kind: 'aborted', cause: 'never' });
    expect(await before.closed).toMatchObject({ by: 'failure', failure: { kind: 'aborted' } });
  });

  test('is pending while it reconnects', async () => {
    const { source, events } = await open([eventStream(hello, end), silent]);
    const { closed } = source;
    for (const next of ['open', 'error', 'open']) await events.next(next);
    expect(await stateOf(closed)).toBe('pending');
  });

  test.each([
    ['asked for before', true],
    ['asked for after', false],
  ])('does not change when close() follows a failure: %s', async (_, isEarly) => {
    const { source, events } = await open([reply(404)]);
    if (isEarly) void source.closed;
    await events.next('error');
    source.close();
    expect(await source.closed).toMatchObject({ by: 'failure', failure: { status: 404 } });
  });
});

describe('nobody is told of a rejection', () => {
  test('when nobody asks', async () => {
    const unhandled = await unhandledRejections(async () => {
      const { events } = await open([reply(404)]);
      await events.next('error');
      pending().source.close();
    });
    expect(unhandled).toEqual([]);
  });

  test('when a promise was asked for and let go', async () => {
    const unhandled = await unhandledRejections(async () => {
      const { events, source } = await open([reply(404)]);
      void [source.opened, source.closed];
      await events.next('error');
      const closing = pending().source;
      void [closing.opened, closing.closed];
      closing.close();
    });
    expect(unhandled).toEqual([]);
  });

  test('unless what was made of the promise is let go', async () => {
    const unhandled = await unhandledRejections(async () => {
      const { source } = pending();
      void source.opened.then(() => {});
      source.close();
    });
    expect(unhandled).toMatchObject([{ name: 'AbortError' }]);
  });
});

describe('of fromReadableStream()', () => {
  function fromStream() {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const source = EventSource.fromReadableStream(readable);
    onTestFinished(() => source.close());
    return { source, events: record(source), writer: writable.getWriter() };
  }

  test('opened tells the URL that the source has, and what is taken for granted', async () => {
    const { source, events } = fromStream();
    const info: ResponseHead = await source.opened;
    expect(info).toMatchObject({ status: 200, url: 'about:event-stream' });
    expect([...info.headers]).toEqual([['content-type', type]]);
    expect((await events.next('open')).event).toMatchObject({ url: 'about:event-stream' });
  });

  test('closed tells of the end of the stream', async () => {
    const { source, events, writer } = fromStream();
    await writer.close();
    expect(await source.closed).toMatchObject({ by: 'end', failure: { kind: 'end' } });
    for (const next of ['open', 'error']) await events.next(next);
  });

  test('closed tells of a stream that was errored', async () => {
    const { source, writer } = fromStream();
    await source.opened;
    const cause = new Error('gone');
    await writer.abort(cause);
    expect(await source.closed).toMatchObject({
      by: 'failure',
      failure: { kind: 'network', cause },
    });
  });

  test('closed tells of close(), which rejects opened', async () => {
    const { source } = fromStream();
    source.close();
    await expect(source.opened).rejects.toMatchObject({ name: 'AbortError' });
    expect(await source.closed).toEqual({ by: 'close' });
  });
});
