// [beyond the standard] The option `share`: a source that joins a connection late is as it would be with one of
// its own, as far as that is told at the beginning of a stream.
import { expect, onTestFinished, test } from 'vitest';
import { EventSource, type EventSourceInit, type FetchLike } from '../../web/index.ts';
import { record } from '../support/recorder.ts';
import { onePage } from './sharing/one-page.ts';

const encoder = new TextEncoder();

/** A server of one stream, and sources that share it. */
function oneStream() {
  onePage();
  let requests = 0;
  let body: ReadableStreamDefaultController<Uint8Array>;
  const fetch: FetchLike = async () => {
    requests++;
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        body = controller;
      },
    });
    return new Response(stream, { headers: { 'Content-Type': 'text/event-stream' } });
  };
  const openSource = (init: EventSourceInit) => {
    const source = new EventSource('http://127.0.0.1:9/', { share: { key: 'a' }, fetch, ...init });
    onTestFinished(() => source.close());
    return source;
  };
  return {
    requests: () => requests,
    send: (text: string) => body.enqueue(encoder.encode(text)),
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
    const { data } = (await events.next('message')) as MessageEvent;
    expect(data).toBe('3');
  }
});

test('it makes the request when the time of one is up whose headers never come', async () => {
  const { open, openSource, requests } = oneStream();
  openSource({ headers: () => new Promise(() => {}), connectTimeout: 200, retryInterval: 100_000 });
  const { source } = await open({ headers: async () => ({}) });
  expect([source.stats.sharing, requests()]).toEqual(['leader', 1]);
});
