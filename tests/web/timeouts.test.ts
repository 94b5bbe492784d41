// [beyond the standard] Timeouts: a response that does not come, a stream that falls silent. Pages that
// are hidden: tests/web/page-life.browser.test.ts. Computers that sleep: inactivity-timer.test.ts.
import { describe, expect, test } from 'vitest';
import type { ConnectionErrorEvent } from '../../web/index.ts';
import { open } from '../support/sources.ts';
import { eventStream, hold, silent, wait } from '../support/stream-scenario.ts';

const failure = (seen: { event: Event }) => seen.event as ConnectionErrorEvent;

describe('connectTimeout', () => {
  test('ends an attempt without a response in time, and another follows', async () => {
    const { events, scenario } = await open([[hold], silent], { connectTimeout: 1000 });
    const error = failure(await events.next('error'));
    expect(error).toMatchObject({ kind: 'timeout', willRetry: true, attempt: 1 });
    expect(error.message).toMatch(/did not respond for 1000 ms \(connectTimeout\)/);
    await events.next('open');
    await scenario.log({ requests: 2, dropped: 1 });
  });

  test('covers the functions that are asked for headers, and their signal tells them', async () => {
    const signals: AbortSignal[] = [];
    const { events } = await open([silent], {
      connectTimeout: 1000,
      headers: ({ attempt, signal }) => {
        signals.push(signal);
        return attempt === 1 ? new Promise(() => {}) : {};
      },
    });
    expect(failure(await events.next('error'))).toMatchObject({ kind: 'timeout' });
    expect(signals[0].aborted).toBe(true);
    await events.next('open');
  });

  test('leaves an open connection alone', async () => {
    const { events, scenario, source } = await open(
      [eventStream(':\n', wait, 'data: late\n\n', hold)],
      { connectTimeout: 1000 },
    );
    await events.next('open');
    // Time passes: another source's timeout of the same length is over.
    await (await open([[hold]], { connectTimeout: 1000 })).events.next('error');
    await scenario.go();
    expect(await events.messages(1)).toEqual(['late']);
    expect(source.readyState).toBe(source.OPEN);
  });
});

describe('idleTimeout', () => {
  test('takes a silent connection for lost, and goes on from the last id', async () => {
    const { events, scenario } = await open(
      [eventStream('id: 1\ndata: 1\n\n', hold), eventStream('data: 2\n\n', hold)],
      { idleTimeout: 700 },
    );
    await events.next('open');
    expect(await events.messages(1)).toEqual(['1']);
    const error = failure(await events.next('error'));
    expect(error).toMatchObject({ kind: 'timeout', willRetry: true });
    expect(error.message).toMatch(/sent nothing for 700 ms \(idleTimeout\).*keep-alive comments/);
    await events.next('open');
    expect(await events.messages(1)).toEqual(['2']);
    const { requests } = await scenario.log({ dropped: 1 });
    expect(requests.map(({ lastEventId }) => lastEventId)).toEqual([null, '1']);
  });

  test('with a stream that never began says that something may hold it back', async () => {
    const { events } = await open([], {
      idleTimeout: 50,
      retry: false,
      fetch: async () =>
        new Response(new ReadableStream(), { headers: { 'content-type': 'text/event-stream' } }),
    });
    await events.next('open');
    expect(failure(await events.next('error')).message).toContain('a proxy holds the stream back');
  });

  test('is put off by any byte, comments included', async () => {
    let send = (_: string) => {};
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        send = (text) => controller.enqueue(new TextEncoder().encode(text));
      },
    });
    const limit = 400;
    const { events } = await open([], {
      idleTimeout: limit,
      retry: false,
      fetch: async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
    });
    await events.next('open');
    const start = Date.now();
    while (Date.now() - start < limit * 1.5) {
      send(':');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(events.untaken).toEqual([]);
    expect(failure(await events.next('error'))).toMatchObject({ kind: 'timeout' });
  });
});

test('a listener that takes longer than idleTimeout causes no timeout', async () => {
  const limit = 400;
  const { source } = await open(
    [eventStream('data: 1\n\ndata: 2\n\n', wait, 'data: 3\n\n', hold)],
    {
      idleTimeout: limit,
    },
  );
  const data: string[] = [];
  await new Promise<void>((resolve) => {
    source.onmessage = (event) => {
      data.push(event.data);
      const start = Date.now();
      while (Date.now() - start < limit * 2);
      if (data.length === 2) resolve();
    };
  });
  expect(source.stats.failures).toBe(0);
});
