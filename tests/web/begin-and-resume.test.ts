// [beyond the standard] A POST begins a long response, at a URL that a header of its response names; when
// the connection is cut, GETs resume there from the last event ID. Nothing is lost, and nothing comes twice.
import { expect, test } from 'vitest';
import type { ConnectionErrorEvent, EventSourceInit } from '../../web/index.ts';
import { serve } from '../support/scenario-client.ts';
import { openUrl, origin, otherOrigin } from '../support/sources.ts';
import {
  cut,
  eventStreamType,
  head,
  hold,
  replay,
  send,
  wait,
} from '../support/stream-scenario.ts';

const words = 'Now is the winter of our discontent made glorious summer by this sun'.split(' ');
const blocks = words.map((word, i) => `id: r1-${i}\nevent: delta\ndata: ${word}\n\n`);
const done = 'event: done\ndata: [DONE]\n\n';

const stream = head(200, { 'content-type': eventStreamType });
const until = (count: number) => blocks.slice(0, count).join('').length;

const inHeader: EventSourceInit = {};
const inQuery: EventSourceInit = { lastEventIdParameter: 'after' };

test.each([
  ['in the header', inHeader],
  ['in the query', inQuery],
])('a POST begins, GETs resume, with the last event ID %s', async (_, init) => {
  const isInQuery = init === inQuery;
  // Each GET brings what follows the id that it names.
  const rest = (from: number, to?: number) =>
    isInQuery
      ? send(blocks.slice(from, to).join(''))
      : replay(blocks, to && until(to) - until(from));
  const stored = await serve(otherOrigin, [
    [stream, rest(5, 9), send(blocks[9].slice(0, 12)), wait, cut],
    [stream, rest(9), send(done), hold],
  ]);
  const location = { location: stored.url, 'access-control-expose-headers': 'location' };
  const begun = await serve(origin, [
    [
      head(200, { 'content-type': eventStreamType, ...location }),
      send(blocks.slice(0, 5).join('') + blocks[5].slice(0, 20)),
      wait,
      cut,
    ],
  ]);

  const { events, source } = openUrl(begun.url, {
    types: ['delta', 'done'],
    url: ({ lastResponse }) => lastResponse?.headers.get('location') ?? lastResponse?.url,
    method: ({ lastResponse }) => (lastResponse ? 'GET' : 'POST'),
    headers: ({ lastResponse }): HeadersInit =>
      lastResponse ? {} : { 'content-type': 'application/json' },
    body: JSON.stringify({ question: 'What is now?' }),
    ...init,
  });
  const text: unknown[] = [];
  const failures: ConnectionErrorEvent[] = [];
  let opened = 0;
  for (;;) {
    const { type, data, event } = await events.next();
    if (type === 'done') break;
    if (type === 'open') opened++;
    if (type === 'error') failures.push(event as ConnectionErrorEvent);
    if (type === 'delta') text.push(data);
    // What is cut before it has been handed over, browsers throw away.
    if (type === 'delta' && text.length === 5) await begun.go();
    if (type === 'delta' && text.length === 9) await stored.go();
  }
  source.close();

  expect(text).toEqual(words);
  expect(opened).toBe(3);
  expect(failures.every(({ willRetry }) => willRetry)).toBe(true);
  expect(failures).toHaveLength(2);
  expect(source.url).toBe(begun.url);
  const [post, ...posts] = (await begun.log()).requests;
  expect(posts).toEqual([]);
  expect(post).toMatchObject({ method: 'POST', body: '{"question":"What is now?"}' });
  const gets = (await stored.log()).requests;
  const path = new URL(stored.url).pathname;
  expect(
    gets.map(({ method, body, target, lastEventId }) => [method, body, target, lastEventId]),
  ).toEqual(
    ['r1-4', 'r1-8'].map((id) =>
      isInQuery ? ['GET', '', `${path}?after=${id}`, null] : ['GET', '', path, id],
    ),
  );
});
