import { describe, expect, test } from 'vitest';
import { EventSource } from '../../web/index.ts';
import { open, origin } from '../support/sources.ts';
import { cut, eventStream, silent } from '../support/stream-scenario.ts';

const forms: [string, HeadersInit][] = [
  ['an object', { Authorization: 'Bearer t', 'X-Two': '2' }],
  [
    'an array of pairs',
    [
      ['Authorization', 'Bearer t'],
      ['X-Two', '2'],
    ],
  ],
  ['Headers', new Headers({ Authorization: 'Bearer t', 'X-Two': '2' })],
];

describe.each(forms)('headers given as %s', (_, headers) => {
  test('go out with the request', async () => {
    const { events, scenario } = await open([silent], { headers });
    await events.next('open');
    const { requests } = await scenario.log();
    expect(requests[0].headers).toMatchObject({ authorization: 'Bearer t', 'x-two': '2' });
  });
});

test('headers go out again with every connection', async () => {
  const { events, scenario } = await open([eventStream(':\n', cut), silent], {
    headers: { Authorization: 'Bearer t' },
  });
  for (const type of ['open', 'error', 'open']) await events.next(type);
  const { requests } = await scenario.log();
  expect(requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer t', 'Bearer t']);
});

test('a request asks for an event stream, and past every cache', async () => {
  const { events, scenario } = await open([silent]);
  await events.next('open');
  const [{ headers, method, lastEventId }] = (await scenario.log()).requests;
  expect(headers.accept).toBe('text/event-stream');
  expect(headers['cache-control']).toBe('no-cache');
  expect([method, lastEventId]).toEqual(['GET', null]);
});

test('a source without options needs no preflight', async () => {
  const { events, scenario } = await open([silent]);
  await events.next('open');
  expect((await scenario.log()).preflights).toEqual([]);
});

test('the caller’s Accept takes the place of the usual one', async () => {
  const accept = 'text/event-stream, application/json;q=0.5';
  const { events, scenario } = await open([silent], { headers: { accept } });
  await events.next('open');
  expect((await scenario.log()).requests[0].headers.accept).toBe(accept);
});

test.each([
  ['a name with a space', { 'bad name': '1' }],
  ['a value with a line break', { good: 'a\nb' }],
])('%s is a TypeError of the constructor', (_, headers) => {
  expect(() => new EventSource(`${origin}/stream/none`, { headers })).toThrow(TypeError);
});

test('a header list that changes later does not change the source’s', async () => {
  const headers = new Headers({ 'x-a': '1' });
  const { events, scenario } = await open([silent], { headers });
  headers.set('x-a', '2');
  await events.next('open');
  expect((await scenario.log()).requests[0].headers['x-a']).toBe('1');
});
