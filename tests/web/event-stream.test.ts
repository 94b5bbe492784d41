import { expect, test } from 'vitest';
import { EventSource } from '../../web/index.ts';
import { open } from '../support/sources.ts';
import { eventStream, hold, silent, wait } from '../support/stream-scenario.ts';

test('a source is connecting at once, open with the open event, closed after close()', async () => {
  const { source, events } = await open([silent]);
  expect(source.readyState).toBe(EventSource.CONNECTING);
  expect((await events.next('open')).readyState).toBe(EventSource.OPEN);
  source.close();
  expect(source.readyState).toBe(EventSource.CLOSED);
});

test('open comes before the first event', async () => {
  const { events, scenario } = await open([eventStream(':\n', wait, 'data: a\n\n', hold)]);
  await events.next('open');
  await scenario.go();
  expect(await events.messages(1)).toEqual(['a']);
});

test('an event comes when its blank line comes, while the stream goes on', async () => {
  const { events, scenario } = await open([
    eventStream('data: 1\n\ndata: 2', wait, '\n\ndata: 3\r\r', hold),
  ]);
  await events.next('open');
  expect(await events.messages(1)).toEqual(['1']);
  expect(events.untaken).toEqual([]);
  await scenario.go();
  expect(await events.messages(2)).toEqual(['2', '3']);
});

test('a message carries data, type, id and the origin of its stream', async () => {
  const { events, source } = await open([eventStream('id: 7\ndata: a\ndata: b\n\n', hold)]);
  await events.next('open');
  const { event } = await events.next('message');
  expect(event).toBeInstanceOf(MessageEvent);
  expect(event).toMatchObject({
    type: 'message',
    data: 'a\nb',
    lastEventId: '7',
    origin: new URL(source.url).origin,
    bubbles: false,
    cancelable: false,
    isTrusted: true,
    target: source,
  });
});

test('an event with a name goes to the listeners of that name alone', async () => {
  const body = 'event: lol\ndata: h\n\nevent: other\ndata: unheard\n\ndata: end\n\n';
  const { events } = await open([eventStream(body, hold)], { types: ['lol'] });
  await events.next('open');
  expect(await events.next()).toMatchObject({ type: 'lol', data: 'h' });
  expect(await events.next()).toMatchObject({ type: 'message', data: 'end' });
});

test('a listener added in the middle of the stream gets the events from then on', async () => {
  const { events, source, scenario } = await open([
    eventStream('event: late\ndata: 1\n\ndata: mark\n\n', wait, 'event: late\ndata: 2\n\n', hold),
  ]);
  await events.next('open');
  await events.next('message');
  const late = new Promise<MessageEvent>((resolve) => {
    source.addEventListener('late', (event) => resolve(event as MessageEvent));
  });
  await scenario.go();
  expect((await late).data).toBe('2');
});

test('text of any script arrives whole, cut at any byte', async () => {
  const text = 'Grüße, 世界, 🎏, שלום';
  const bytes = new TextEncoder().encode(`data: ${text}\n\n`);
  const pieces = Array.from(bytes, (byte) => [byte]);
  const { events } = await open([eventStream(...pieces, hold)]);
  await events.next('open');
  expect(await events.messages(1)).toEqual([text]);
});

test('bytes that are not UTF-8 become U+FFFD as WHATWG decoding has it', async () => {
  const bytes = [...new TextEncoder().encode('data: '), 0xff, 0x61, 0xe4, 0xb8, 0x62, 0x0a, 0x0a];
  const { events } = await open([eventStream(bytes, hold)]);
  await events.next('open');
  expect(await events.messages(1)).toEqual(['\uFFFDa\uFFFDb']);
});

test('a thousand small events and one of a megabyte come in order', async () => {
  const small = Array.from({ length: 1000 }, (_, i) => `${i}`);
  const large = 'x'.repeat(1 << 20);
  const body = [...small, large, 'after'].map((data) => `data: ${data}\n\n`).join('');
  const { events } = await open([eventStream(body, hold)]);
  await events.next('open');
  expect(await events.messages(1002)).toEqual([...small, large, 'after']);
});

test('two sources at once do not mix their streams', async () => {
  const script = (name: string) => [
    eventStream(`id: ${name}\ndata: ${name}`, wait, '1\n\n', `data: ${name}2\n\n`, hold),
  ];
  const [a, b] = await Promise.all([open(script('a')), open(script('b'))]);
  await Promise.all([a.events.next('open'), b.events.next('open')]);
  await Promise.all([b.scenario.go(), a.scenario.go()]);
  expect(await a.events.messages(2)).toEqual(['a1', 'a2']);
  expect(await b.events.messages(2)).toEqual(['b1', 'b2']);
});
