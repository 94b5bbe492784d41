// Streams, beyond the cases of tests/web/conformance.
import { expect, test } from 'vitest';
import { open } from '../support/sources.ts';
import { eventStream, hold, wait } from '../support/stream-scenario.ts';

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
