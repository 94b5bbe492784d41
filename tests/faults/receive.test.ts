// That the fault tests would notice it.
import { expect, test } from 'vitest';
import type { FetchLike } from '../../web/index.ts';
import { blockOf } from './numbered-events.mjs';
import { receive } from './receive.ts';

const send = (numbers: number[], change = (block: string) => block): FetchLike => {
  const text = numbers.map((n) => change(blockOf(n))).join('');
  return async () => new Response(text, { headers: { 'content-type': 'text/event-stream' } });
};

test.for<[string, FetchLike, string]>([
  ['lost', send([1, 2, 4]), 'event 3 is lost: event 4 came'],
  ['doubled', send([1, 2, 2, 3]), 'event 2 came again after event 2'],
  ['changed', send([1, 2, 3], (block) => block.replace('äöü', 'aou')), 'event 1 is changed'],
])('a client notices an event that is %s', async ([, fetch, said]) => {
  const { wrong } = await receive('http://127.0.0.1/events', 4, { fetch });
  expect(wrong).toContain(said);
});
