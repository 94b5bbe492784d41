import { expect, test } from 'vitest';
import { EventSource } from '../../web/index.ts';
import { serve } from '../support/scenario-client.ts';
import { origin } from '../support/sources.ts';
import { cut, eventStream, hold, replay } from '../support/stream-scenario.ts';

/** How many streams are open at a time. */
const kAtOnce = 24;

const blocks = [
  '\uFEFFid: eins\ndata: first\n\n',
  ': a comment\r\nid: zwei\r\nevent: lol\r\ndata: Grüße\r\ndata: 世界\r\n\r\n',
  'id: 3…\rdata: dritte\rretry: 1\r\r',
  'data: 🎏\nid: vier\n\n',
  'event: lol\nid: fünf\ndata\n\n',
];
const events = [
  ['message', 'eins', 'first'],
  ['lol', 'zwei', 'Grüße\n世界'],
  ['message', '3…', 'dritte'],
  ['message', 'vier', '🎏'],
  ['lol', 'fünf', ''],
];

test('an event stream cut at each of its byte positions in turn, then resumed by Last-Event-ID, delivers every event once, in order', async () => {
  const { length } = new TextEncoder().encode(blocks.join(''));
  const positions = Array.from({ length: length + 1 }, (_, position) => position);
  const worker = async () => {
    for (let position = positions.shift(); position !== undefined; position = positions.shift()) {
      expect(await receive(position), `cut at byte ${position} of ${length}`).toEqual(events);
    }
  };
  await Promise.all(Array.from({ length: kAtOnce }, worker));
}, 60_000);

/** All events of a stream whose first connection is cut after that many bytes. */
async function receive(position: number): Promise<string[][]> {
  const scenario = await serve(origin, [
    eventStream(replay(blocks, position), cut),
    eventStream(replay(blocks), 'event: end\ndata\n\n', hold),
  ]);
  const source = new EventSource(scenario.url, { retryInterval: 1 });
  const seen: string[][] = [];
  const note = (event: Event) => {
    const { type, lastEventId, data } = event as MessageEvent;
    seen.push([type, lastEventId, data]);
  };
  source.addEventListener('message', note);
  source.addEventListener('lol', note);
  await new Promise((resolve) => source.addEventListener('end', resolve));
  source.close();
  return seen;
}
