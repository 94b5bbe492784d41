import { expect, test } from 'vitest';
import { serve } from '../support/scenario-client.ts';
import { engine, open, openUrl, origin, otherOrigin } from '../support/sources.ts';
import {
  cut,
  end,
  eventStream,
  hold,
  redirect,
  reply,
  silent,
  wait,
} from '../support/stream-scenario.ts';

test.each([
  ['ends', end, 'end'],
  // WebKitGTK takes a broken connection for the end of the body.
  ['is cut', cut, engine === 'webkit' ? 'end' : 'network'],
])('a stream that %s is connected again', async (_, last, kind) => {
  const { events, scenario, source } = await open([
    eventStream('data: 1\n\n', wait, last),
    eventStream('data: 2\n\n', hold),
  ]);
  await events.next('open');
  expect(await events.messages(1)).toEqual(['1']);
  await scenario.go();
  const error = await events.next('error');
  expect(error.readyState).toBe(source.CONNECTING);
  expect(error.event).toMatchObject({ kind, willRetry: true });
  await events.next('open');
  expect(await events.messages(1)).toEqual(['2']);
});

const utf8 = (text: string) => [...new TextEncoder().encode(text)];

// WebKitGTK encodes the bytes of a header value that a script gives it once more.
const latin1 = (text: string) => String.fromCharCode(...utf8(text));

test.each([
  ['a word', 'tick-12'],
  ['several words with spaces inside', 'a b  c'],
  ['text beyond ASCII', 'Grüße-世界-🎏-…'],
])('the last id goes back as its UTF-8 bytes: %s', async (_, id) => {
  const { events, scenario } = await open([
    eventStream(`id: ${id}\ndata: 1\n\n`, end),
    eventStream('data: 2\n\n', hold),
  ]);
  for (const type of ['open', 'message', 'error', 'open']) await events.next(type);
  expect((await events.next('message')).lastEventId).toBe(id);
  const { requests } = await scenario.log();
  expect(requests[0].lastEventId).toBeNull();
  expect(requests[1].lastEventIdBytes).toEqual(engine === 'webkit' ? utf8(latin1(id)) : utf8(id));
});

test('retry: sets the time until the next connection', async () => {
  const { events } = await open([eventStream('retry: 25\n\n', end), silent], {
    retryInterval: 3_600_000,
  });
  await events.next('open');
  expect((await events.next('error')).event).toMatchObject({ kind: 'end', delay: 25 });
  await events.next('open');
});

test('a source that never got through tries again until it does', async () => {
  const { events } = await open([[cut], [cut], eventStream('data: a\n\n', hold)]);
  for (let i = 0; i < 2; i += 1) {
    const { event } = await events.next('error');
    expect(event).toMatchObject({ kind: 'network', willRetry: true });
  }
  await events.next('open');
  expect(await events.messages(1)).toEqual(['a']);
});

test('events after a redirect have the final origin, reconnects go to the first URL', async () => {
  const target = await serve(otherOrigin, [
    eventStream('data: 1\n\n', end),
    eventStream('data: 2\n\n', hold),
  ]);
  const first = await serve(origin, [redirect(target.url), redirect(target.url, 307)]);
  const { events, source } = openUrl(first.url);
  await events.next('open');
  expect((await events.next('message')).event).toMatchObject({ origin: otherOrigin, data: '1' });
  await events.next('error');
  await events.next('open');
  expect((await events.next('message')).event).toMatchObject({ origin: otherOrigin, data: '2' });
  expect(source.url).toBe(first.url);
  expect((await first.log()).requests).toHaveLength(2);
});

test('a 204 response to a reconnect ends it', async () => {
  const { events, scenario } = await open([eventStream(end), reply(204)]);
  await events.next('open');
  await events.next('error');
  const { event, readyState } = await events.next('error');
  expect(event).toMatchObject({ kind: 'http', status: 204, willRetry: false });
  expect(readyState).toBe(2);
  expect((await scenario.log()).requests).toHaveLength(2);
});
