// [beyond the standard] A promise where its value is meant: one that counted as true, as empty or as the
// text [object Promise] would lead to wrong requests, or to requests for ever.
import { expect, test } from 'vitest';
import type { ConnectionErrorEvent, EventSourceInit } from '../../web/index.ts';
import { openScripted } from '../support/scripted-requests.ts';
import { open } from '../support/sources.ts';
import { cut, reply } from '../support/stream-scenario.ts';

test.each([
  ['an async function', async () => false],
  [
    'an async function that throws',
    async () => {
      throw new Error('mine');
    },
  ],
  ['a function that returns a thenable', () => ({ then() {} })],
])('does not retry for %s, which says nothing yet, but fails and names retry.on', async (_, on) => {
  const init = { retry: { maxInterval: 0, on } } as unknown as EventSourceInit;
  for (const step of [reply(503, {}, 'busy'), [cut]]) {
    const { events, scenario, source } = await open([step], init);
    const { event } = await events.next('error');
    expect(event).toMatchObject({ kind: 'request', willRetry: false, attempt: 1 });
    expect(event).toHaveProperty('cause.name', 'TypeError');
    expect((event as ConnectionErrorEvent).message).toContain(
      'retry.on must return true or false, not a promise',
    );
    expect(source.readyState).toBe(source.CLOSED);
    expect((await scenario.log()).requests).toHaveLength(1);
  }
});

test('says what came when retry.on returned a promise', async () => {
  const { events } = await open([reply(503, {}, 'busy')], {
    retry: { on: (async () => true) as unknown as () => boolean },
  });
  expect((await events.next('error')).event).toMatchObject({ status: 503, body: 'busy' });
});

test('a header whose value was not awaited fails for good, instead of going out as [object Promise]', async () => {
  const getToken = async () => 'secret';
  for (const headers of [
    () => ({ Authorization: `Bearer ${getToken()}` }),
    async () => ({ Authorization: getToken() }) as unknown as HeadersInit,
  ]) {
    const { events, requests } = openScripted({ headers });
    const error = (await events.next('error')).event as ConnectionErrorEvent;
    expect(error).toMatchObject({ kind: 'request', willRetry: false });
    expect(error.message).toContain('Authorization contains an object, not its text');
    expect(requests).toEqual([]);
  }
});
