// A page that leaves, for the back/forward cache say, lets its connection go and has it again when it
// comes back; no error is fired, as nothing failed.
import { describe, expect, test } from 'vitest';
import { open } from '../support/sources.ts';
import { cut, eventStream, hold } from '../support/stream-scenario.ts';

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

test('going offline leaves connections to the machine itself alone', async () => {
  const { events, source } = await open([
    eventStream('data: 1\n\n', cut),
    eventStream('data: 2\n\n', hold),
  ]);
  window.dispatchEvent(new Event('offline'));
  for (const type of ['open', 'message', 'error', 'open', 'message']) await events.next(type);
  expect(source.readyState).toBe(source.OPEN);
  window.dispatchEvent(new Event('online'));
});
