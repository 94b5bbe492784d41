// A page that leaves, for the back/forward cache say, lets its connection go and has it again when it
// comes back; no error is fired, as nothing failed.
import { describe, expect, onTestFinished, test } from 'vitest';
import { serve } from '../support/scenario-client.ts';
import { open, origin } from '../support/sources.ts';
import { cut, eventStream, hold, wait } from '../support/stream-scenario.ts';

const hello = ': hello\n\n';

/** How a page says that it leaves, and that it is back. */
const lives: [string, () => void, () => void][] = [
  [
    'the back/forward cache',
    () => window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })),
    () => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
  ],
  [
    'a freeze',
    () => document.dispatchEvent(new Event('freeze')),
    () => document.dispatchEvent(new Event('resume')),
  ],
];

describe.each(lives)('%s', (_, leave, comeBack) => {
  test('lets an open connection go, and goes on from the last id', async () => {
    const { events, scenario, source } = await open([
      eventStream('id: 1\ndata: 1\n\ndata: half', hold),
      eventStream('data: 2\n\n', hold),
    ]);
    await events.next('open');
    expect(await events.messages(1)).toEqual(['1']);
    leave();
    expect(source.readyState).toBe(source.CONNECTING);
    await scenario.log({ dropped: 1 });
    expect(events.untaken).toEqual([]);
    comeBack();
    await events.next('open');
    expect(await events.messages(1)).toEqual(['2']);
    const { requests } = await scenario.log();
    expect(requests.map(({ lastEventId }) => lastEventId)).toEqual([null, '1']);
  });

  test('lets the response of a POST go where a GET may resume it', async () => {
    const { events, scenario } = await open(
      [eventStream('id: 1\ndata: 1\n\n', hold), eventStream('data: 2\n\n', hold)],
      { method: ({ lastEventId }) => (lastEventId ? 'GET' : 'POST') },
    );
    for (const type of ['open', 'message']) await events.next(type);
    leave();
    comeBack();
    await events.next('open');
    expect(await events.messages(1)).toEqual(['2']);
    expect((await scenario.log()).requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  test('leaves a closed source closed', async () => {
    const { events, scenario, source } = await open([eventStream(hello, hold)]);
    await events.next('open');
    source.close();
    leave();
    comeBack();
    expect(source.readyState).toBe(source.CLOSED);
    expect((await scenario.log()).requests).toHaveLength(1);
  });

  test('ends a wait, and what is connected then is connected once', async () => {
    const { events, scenario, source } = await open(
      [eventStream(hello, cut), eventStream(hello, hold)],
      { retryInterval: 2 ** 31 - 1 },
    );
    await events.next('open');
    await events.next('error');
    leave();
    leave();
    comeBack();
    comeBack();
    await events.next('open');
    expect(source.readyState).toBe(source.OPEN);
    expect((await scenario.log()).requests).toHaveLength(2);
  });
});

test('a page that is shown for the first time changes nothing', async () => {
  const { events, scenario, source } = await open([eventStream(hello, hold)]);
  await events.next('open');
  window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
  expect(source.readyState).toBe(source.OPEN);
  expect((await scenario.log()).requests).toHaveLength(1);
});

describe('pauseWhenHidden', () => {
  /** Hides or shows the page, as far as scripts can tell. */
  function setHidden(hidden: boolean): void {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
    onTestFinished(() => {
      Reflect.deleteProperty(document, 'hidden');
    });
  }

  test('lets the connection of a hidden page go, and resumes from the last id', async () => {
    const { events, scenario, source } = await open(
      [eventStream('id: 1\ndata: 1\n\n', hold), eventStream('data: 2\n\n', hold)],
      { pauseWhenHidden: true },
    );
    await events.next('open');
    expect(await events.messages(1)).toEqual(['1']);
    setHidden(true);
    expect(source.readyState).toBe(source.CONNECTING);
    await scenario.log({ dropped: 1 });
    expect(events.untaken).toEqual([]);
    setHidden(false);
    await events.next('open');
    expect(await events.messages(1)).toEqual(['2']);
    const { requests } = await scenario.log();
    expect(requests.map(({ lastEventId }) => lastEventId)).toEqual([null, '1']);
  });

  test('keeps a POST, and lets the GET that resumes it go', async () => {
    const { events, scenario, source } = await open(
      [
        eventStream('id: 1\ndata: 1\n\n', wait, cut),
        eventStream('data: 2\n\n', hold),
        eventStream('data: 3\n\n', hold),
      ],
      { pauseWhenHidden: true, method: ({ attempt }) => (attempt === 1 ? 'POST' : 'GET') },
    );
    for (const type of ['open', 'message']) await events.next(type);
    setHidden(true);
    expect(source.readyState).toBe(source.OPEN);
    setHidden(false);
    expect(source.readyState).toBe(source.OPEN);
    await scenario.go();
    for (const type of ['error', 'open', 'message']) await events.next(type);
    setHidden(true);
    expect(source.readyState).toBe(source.CONNECTING);
    setHidden(false);
    await events.next('open');
    expect(await events.messages(1)).toEqual(['3']);
  });

  test('sends nothing from a page that is hidden at first, until it is shown', async () => {
    setHidden(true);
    const { events, scenario, source } = await open([eventStream(hello, hold)], {
      pauseWhenHidden: true,
    });
    // Another source to the same server has been through everything by then.
    await (await open([eventStream(hello, hold)])).events.next('open');
    expect(source.readyState).toBe(source.CONNECTING);
    expect((await scenario.log()).requests).toHaveLength(0);
    setHidden(false);
    await events.next('open');
    expect((await scenario.log()).requests).toHaveLength(1);
  });

  test('does not resume when a frozen page runs again that is still hidden', async () => {
    const { events, scenario, source } = await open(
      [eventStream(hello, hold), eventStream(hello, hold)],
      { pauseWhenHidden: true },
    );
    await events.next('open');
    setHidden(true);
    document.dispatchEvent(new Event('freeze'));
    document.dispatchEvent(new Event('resume'));
    expect(source.readyState).toBe(source.CONNECTING);
    await (await open([eventStream(hello, hold)])).events.next('open');
    expect((await scenario.log()).requests).toHaveLength(1);
    setHidden(false);
    await events.next('open');
  });

  test('never sends a POST again, even where retries were asked for', async () => {
    const { events, scenario, source } = await open([eventStream(hello, hold)], {
      method: 'POST',
      retry: {},
      pauseWhenHidden: true,
    });
    await events.next('open');
    setHidden(true);
    setHidden(false);
    expect(source.readyState).toBe(source.OPEN);
    expect((await scenario.log()).requests).toHaveLength(1);
  });

  test('is off by default', async () => {
    const { events, source } = await open([eventStream(hello, hold)]);
    await events.next('open');
    setHidden(true);
    expect(source.readyState).toBe(source.OPEN);
  });
});

test('going offline leaves connections to the machine itself alone', async () => {
  const { events, source, scenario } = await open([
    eventStream('data: 1\n\n', wait, cut),
    eventStream('data: 2\n\n', hold),
  ]);
  window.dispatchEvent(new Event('offline'));
  for (const type of ['open', 'message']) await events.next(type);
  await scenario.go(); // a browser throws away what it has not handed over when a cut comes
  for (const type of ['error', 'open', 'message']) await events.next(type);
  expect(source.readyState).toBe(source.OPEN);
  window.dispatchEvent(new Event('online'));
});

describe('a page that is navigated away', () => {
  /** A page in a frame, with a source whose events it tells of until it has gone. */
  async function openFrame(url: string) {
    const heard: string[] = [];
    const frame = document.createElement('iframe');
    const opened = new Promise<void>((resolve) => {
      Object.assign(window, {
        tell: (type: string) => {
          heard.push(type);
          if (type === 'message') resolve();
        },
      });
    });
    const module = new URL('../../web/index.ts', import.meta.url).href;
    frame.srcdoc = `<script type="module">
      import { EventSource } from '${module}';
      const source = new EventSource('${url}');
      for (const type of ['message', 'error']) source.addEventListener(type, () => parent.tell(type));
      addEventListener('pagehide', () => parent.tell('pagehide'));
    </script>`;
    document.body.append(frame);
    onTestFinished(() => frame.remove());
    await opened;
    return { frame, heard };
  }

  test('fires no error, though the browser breaks the body off first', async () => {
    const scenario = await serve(origin, [eventStream('data: 1\n\n', hold)]);
    const { frame, heard } = await openFrame(scenario.url);
    const another = new URL('/scenarios/none', origin); // a page that does not exist is one, too
    frame.contentWindow?.location.assign(another);
    await scenario.log({ dropped: 1 });
    await expect.poll(() => heard).toContain('pagehide');
    expect(heard).toEqual(['message', 'pagehide']);
  });

  test('fires the error of a lost connection if it stays after all', async () => {
    const { events, scenario } = await open([
      eventStream('data: 1\n\n', wait, cut),
      eventStream('data: 2\n\n', hold),
    ]);
    for (const type of ['open', 'message']) await events.next(type);
    window.dispatchEvent(new Event('beforeunload')); // a download begins so, say
    await scenario.go();
    for (const type of ['error', 'open', 'message']) await events.next(type);
  });
});
