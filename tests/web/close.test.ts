// More on close(): tests/web/conformance/cases/closing.ts.
import { expect, test } from 'vitest';
import { open } from '../support/sources.ts';
import { cut, end, eventStream, hold, silent } from '../support/stream-scenario.ts';

/** Resolves when another source has been through a connection, a reconnection and a message. */
async function meanwhile(): Promise<void> {
  const { events, source } = await open([eventStream(end), eventStream('data: late\n\n', hold)]);
  for (const type of ['open', 'error', 'open', 'message']) await events.next(type);
  source.close();
}

test('close() right after construction: nothing fires', async () => {
  const { source, events, scenario } = await open([eventStream('data: a\n\n', hold)]);
  source.close();
  await meanwhile();
  expect(events.untaken).toEqual([]);
  expect(source.readyState).toBe(source.CLOSED);
  expect((await scenario.log()).requests.length).toBeLessThanOrEqual(1);
});

test('close() in a message: not even the events of the same chunk follow', async () => {
  const { source, events, scenario } = await open([eventStream('data: 1\n\ndata: 2\n\n', hold)]);
  source.onmessage = () => source.close();
  await events.next('open');
  await events.next('message');
  await scenario.log({ dropped: 1 });
  await meanwhile();
  expect(events.untaken).toEqual([]);
});

test('close() in error: no further connection', async () => {
  const { source, events, scenario } = await open([eventStream(':\n', cut), silent]);
  source.onerror = () => source.close();
  await events.next('open');
  await events.next('error');
  await meanwhile();
  expect(events.untaken).toEqual([]);
  expect((await scenario.log()).requests).toHaveLength(1);
});

test('close() on an open stream lets the connection go', async () => {
  const { source, events, scenario } = await open([eventStream('data: a\n\n', hold)]);
  await events.next('open');
  await events.next('message');
  source.close();
  expect((await scenario.log({ dropped: 1 })).dropped).toBe(1);
  expect(events.untaken).toEqual([]);
});

test('a new source may be made where another is closed', async () => {
  const { source, events } = await open([eventStream('data: 1\n\n', hold)]);
  await events.next('open');
  await events.next('message');
  source.close();
  const next = await open([eventStream('data: 2\n\n', hold)]);
  await next.events.next('open');
  expect(await next.events.messages(1)).toEqual(['2']);
});
