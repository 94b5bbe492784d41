// However cheap events were, those that take time leave the page its room: never longer than one event
// and about 16 ms without a task. By a clock of the test's own, as machines differ.
import { expect, test, vi } from 'vitest';
import { Delivery, EventDelivery } from '../../web/connection/event-delivery.ts';
import { loadCore } from '../../web/core/load-core.ts';
import type { Options } from '../../web/options/read-options.ts';
import { scriptedFetch } from '../support/scripted-fetch.ts';
import { engine, openUrl } from '../support/sources.ts';

const kDear = 40;
// ms. In WebKit, tasks of two message channels need not take turns: two slices may pass between two of one.
const kRoom = engine === 'webkit' ? 34 : 17;

/** Tells a page's tasks, one after the other, until it is told to stop. */
function watchTasks(onTask: () => void): () => void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    onTask();
    port2.postMessage(null);
  };
  port2.postMessage(null);
  return () => port1.close();
}

const kCuts = { 'one chunk': 3, 'a chunk each': 15 } as const; // how far the beginnings are apart

test.each(
  Object.entries(kCuts).flatMap(([cut, step]) => [5, 14].map((dearMs) => ({ cut, step, dearMs }))),
)(
  'cheap events do not make room for a row of dear ones of $dearMs ms, wherever that begins, in $cut',
  async ({ cut, step, dearMs }) => {
    let time = 0; // ms, that only listeners take
    const now = vi.spyOn(Date, 'now').mockImplementation(() => Math.floor(time));
    let longest = 0;
    for (let cheap = 1000; cheap < 1100; cheap += step) {
      const blocks = Array.from({ length: cheap + kDear }, (_, i) => `data: ${i}\n\n`);
      const chunks = cut === 'one chunk' ? [blocks.join('')] : blocks;
      const { source } = openUrl('http://127.0.0.1:9/', {
        fetch: scriptedFetch([{ chunks, then: 'hold' }]),
      });
      let taskBegan = time;
      const stop = watchTasks(() => {
        longest = Math.max(longest, time - taskBegan);
        taskBegan = time;
      });
      let events = 0;
      await new Promise<void>((resolve) => {
        source.onmessage = () => {
          time += ++events <= cheap ? 0.08 : dearMs;
          if (events === cheap + kDear) resolve();
        };
      });
      stop();
      source.close();
    }
    now.mockRestore();
    expect(longest).toBeGreaterThan(dearMs); // several went together
    expect(longest).toBeLessThanOrEqual(dearMs + kRoom);
  },
);

test('events that nobody listens to have no turn each', async () => {
  const core = await loadCore();
  const handle = core.functions.createSource(1 << 20);
  const options = { lastEventId: '', onComment: undefined } as unknown as Options;
  const delivery = new EventDelivery(new EventTarget(), options, () => {});
  delivery.start(core, handle);
  const unheard = 5000;
  const text = Array.from({ length: unheard }, (_, i) => `event: x\nid: ${i}\ndata: ${i}\n\n`);
  delivery.push(new TextEncoder().encode(text.join('')));
  let calls = 1; // a task between two of them
  while (delivery.deliver() !== Delivery.Done) calls++;
  expect(delivery.lastEventId).toBe(`${unheard - 1}`);
  expect(calls).toBeLessThan(unheard / 10);
  delivery.stop();
  core.functions.destroySource(handle);
});
