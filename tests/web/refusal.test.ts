import { expect, test } from 'vitest';
import { open, openUrl } from '../support/sources.ts';
import {
  cut,
  eventStream,
  eventStreamType,
  hold,
  reply,
  silent,
} from '../support/stream-scenario.ts';

test.each([204, 205, 401, 403, 404, 500, 503])('status %i closes, and says so', async (status) => {
  const headers = { 'content-type': eventStreamType };
  const { events, source, scenario } = await open([reply(status, headers), silent]);
  const { event, readyState } = await events.next('error');
  expect(readyState).toBe(source.CLOSED);
  expect(event).toMatchObject({ type: 'error', kind: 'http', status, willRetry: false });
  expect((event as Event & { message: string }).message).toContain(String(status));
  expect((event as Event & { delay?: number }).delay).toBeUndefined();
  expect((await scenario.log()).requests).toHaveLength(1);
});

test.each(['text/plain', 'text/event-streaming', 'application/json; x=text/event-stream'])(
  'the type %s closes, and is named',
  async (type) => {
    const { events, source } = await open([reply(200, { 'content-type': type }, 'data: a\n\n')]);
    const { event, readyState } = await events.next('error');
    expect(readyState).toBe(source.CLOSED);
    expect(event).toMatchObject({ kind: 'content-type', status: 200, willRetry: false });
    expect((event as Event & { message: string }).message).toContain(type.split(';')[0]);
  },
);

test('a response without a type closes', async () => {
  const { events } = await open([reply(200, {}, 'data: a\n\n')]);
  expect((await events.next('error')).event).toMatchObject({ kind: 'content-type' });
});

test('a server that never responded is a network error with the time of the next attempt', async () => {
  const { events, source } = await open([[cut], silent]);
  const { event, readyState } = await events.next('error');
  expect(readyState).toBe(source.CONNECTING);
  expect(event).toMatchObject({ kind: 'network', willRetry: true });
  const { delay, message } = event as Event & { delay: number; message: string };
  expect(delay).toBeGreaterThanOrEqual(0);
  expect(message).not.toBe('');
});

test.each(['ftp://127.0.0.1/', 'about:blank', 'mailto:a@b'])(
  'the scheme of %s is refused for good',
  async (url) => {
    const { events, source } = openUrl(url);
    expect(source.readyState).toBe(source.CONNECTING);
    const { event, readyState } = await events.next('error');
    expect(readyState).toBe(source.CLOSED);
    expect(event).toMatchObject({ kind: 'scheme', willRetry: false });
  },
);

const kStream = 'id: 1\ndata: x\n\n';

test.each([
  ['data:', () => `data:text/event-stream,${encodeURIComponent(kStream)}`],
  ['blob:', () => URL.createObjectURL(new Blob([kStream], { type: eventStreamType }))],
])('a URL of %s is fetched, again and again', async (_, url) => {
  const { events, source } = openUrl(url());
  for (let i = 0; i < 2; i++) {
    await events.next('open');
    expect(await events.messages(1)).toEqual(['x']);
    expect((await events.next('error')).event).toMatchObject({ kind: 'end', willRetry: true });
  }
  expect(source.lastEventId).toBe('1');
});

test('a blob: URL that is not there any more is tried again, as a lost connection', async () => {
  const url = URL.createObjectURL(new Blob([kStream], { type: eventStreamType }));
  URL.revokeObjectURL(url);
  const { events } = openUrl(url);
  expect((await events.next('error')).event).toMatchObject({ kind: 'network', willRetry: true });
});

test('an event beyond maxEventSize fails the connection for good', async () => {
  const { events, source, scenario } = await open(
    [eventStream('data: small\n\n', `data: ${'x'.repeat(2000)}`, hold)],
    { maxEventSize: 1000 },
  );
  await events.next('open');
  expect(await events.messages(1)).toEqual(['small']);
  const { event, readyState } = await events.next('error');
  expect(readyState).toBe(source.CLOSED);
  expect(event).toMatchObject({ kind: 'too-large', willRetry: false });
  await scenario.log({ dropped: 1 });
});

test('no message of the stream comes after a refusal', async () => {
  const { events, scenario } = await open([
    reply(500, { 'content-type': eventStreamType }, 'data: a\n\n'),
  ]);
  await events.next('error');
  const { events: witness } = await open([eventStream('data: later\n\n', hold)]);
  await witness.next('open');
  await witness.next('message');
  expect(events.untaken).toEqual([]);
  expect((await scenario.log()).requests).toHaveLength(1);
});
