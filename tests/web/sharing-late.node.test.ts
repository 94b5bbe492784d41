// [beyond the standard] The option `share`: a source is as it would be with a connection of its own, also where it
// joins late, or where what it waits for is long in coming.
import { expect, onTestFinished, test } from 'vitest';
import { EventSource, type EventSourceInit, type FetchLike } from '../../web/index.ts';
import { fedStream } from '../support/fed-stream.ts';
import { record } from '../support/recorder.ts';
import { onePage } from './sharing/one-page.ts';

/** A server of one stream, and sources that share it. */
function oneStream() {
  onePage();
  let requests = 0;
  let send: (text: string) => void;
  const fetch: FetchLike = async () => {
    requests++;
    const stream = fedStream();
    send = stream.send;
    return new Response(stream.body, { headers: { 'Content-Type': 'text/event-stream' } });
  };
  const openSource = (init: EventSourceInit) => {
    const source = new EventSource('http://127.0.0.1:9/', { share: { key: 'a' }, fetch, ...init });
    onTestFinished(() => source.close());
    return source;
  };
  return {
    requests: () => requests,
    send: (text: string) => send(text),
    openSource,
    async open(init: EventSourceInit = {}) {
      const source = openSource(init);
      const events = record(source);
      await events.next('open');
      return { source, events };
    },
  };
}

test('its reconnection time is the one that the server has asked for', async () => {
  const { open, send, requests } = oneStream();
  const first = await open();
  send('retry: 5000\n\nretry: soon\n\n');
  send('data: 1\n\n');
  await first.events.next('message');
  const second = await open();
  send('data: 2\n\n');
  await second.events.next('message');
  expect(second.source.reconnectionTime).toBe(5000);
  expect([second.source.stats.sharing, requests()]).toEqual(['follower', 1]);
});

test('a byte order mark that is not at the beginning of the stream is no part of a field name', async () => {
  const { open, send } = oneStream();
  const sources = [await open()];
  send('data: 1\n\n');
  await sources[0]?.events.next('message');
  sources.push(await open());
  send('\ufeffdata: 2\n\ndata: 3\n\n');
  for (const { events } of sources) {
    expect((await events.next('message')).data).toBe('3');
  }
});

test('an event that takes longer than idleTimeout to arrive is no silence', async () => {
  const { open, send } = oneStream();
  const idleTimeout = 1000;
  const leader = await open({ idleTimeout });
  const follower = await open({ idleTimeout });
  send('data: ');
  const start = performance.now();
  while (performance.now() - start < 2 * idleTimeout) {
    send('.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  send('\n\n');
  for (const { events } of [leader, follower]) await events.next('message');
});

test('it makes the request when the time of one is up whose headers never come', async () => {
  const { open, openSource, requests } = oneStream();
  openSource({ headers: () => new Promise(() => {}), connectTimeout: 200, retryInterval: 100_000 });
  const { source } = await open({ headers: async () => ({}) });
  expect([source.stats.sharing, requests()]).toEqual(['leader', 1]);
});
