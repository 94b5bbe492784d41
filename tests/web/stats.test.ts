// [beyond the standard] The property `stats`.
import { expect, test } from 'vitest';
import { open } from '../support/sources.ts';
import { end, eventStream, hold } from '../support/stream-scenario.ts';

test('stats count connections, failures, events and bytes, and tell the times', async () => {
  const start = Date.now();
  const first = 'data: 1\n\nevent: unheard\ndata: -\n\n';
  const { events, source } = await open([
    eventStream(first, end),
    eventStream('data: 2\n\n', hold),
  ]);
  const before = source.stats;
  expect(before).toMatchObject({ connections: 0, failures: 0, events: 0, bytes: 0 });
  expect(before.lastEventTime).toBeUndefined();
  for (const type of ['open', 'message', 'error', 'open', 'message']) await events.next(type);
  const { stats } = source;
  expect(stats).toMatchObject({ connections: 2, failures: 1, events: 2 });
  expect(stats.bytes).toBe(first.length + 'data: 2\n\n'.length);
  for (const time of [stats.lastEventTime, stats.stateSince]) {
    expect(time).toBeGreaterThanOrEqual(start);
    expect(time).toBeLessThanOrEqual(Date.now());
  }
  source.close();
  expect(source.stats.stateSince).toBeGreaterThanOrEqual(stats.stateSince);
  // A snapshot, not a view.
  expect(before.connections).toBe(0);
  expect(JSON.parse(JSON.stringify(stats))).toEqual(stats);
});
