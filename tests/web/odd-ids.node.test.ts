// Ids that Node's fetch cannot send in a header; browsers can.
import { afterEach, expect, test, vi } from 'vitest';
import type { ConnectionErrorEvent } from '../../web/index.ts';
import { open } from '../support/sources.ts';
import { end, eventStream, hold } from '../support/stream-scenario.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('an id with control characters is left out, which is said once', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const { events, scenario } = await open([
    eventStream('id: secret\x01\ndata: a\n\n', end),
    eventStream('data: b\n\n', end),
    eventStream('id: 3\ndata: c\n\n', end),
    eventStream('data: d\n\n', hold),
  ]);
  for (const data of ['a', 'b', 'c']) {
    await events.next('open');
    expect(await events.messages(1)).toEqual([data]);
    await events.next('error');
  }
  await events.next('open');
  expect(await events.messages(1)).toEqual(['d']);
  const { requests } = await scenario.log();
  expect(requests.map(({ lastEventId }) => lastEventId)).toEqual([null, null, null, '3']);
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn.mock.lastCall?.[0]).toMatch(/control character/);
  expect(warn.mock.lastCall?.[0]).not.toContain('secret');
});

test('a header with control characters is final, not a lost connection', async () => {
  const { events } = await open([], { headers: () => ({ 'x-a': 'secret\x01' }) });
  const { event } = await events.next('error');
  expect(event).toMatchObject({ kind: 'request', willRetry: false });
  expect((event as ConnectionErrorEvent).message).not.toContain('secret');
});
