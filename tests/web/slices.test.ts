// However cheap events were, those that take time leave the page its room: never longer than one event
// and about 16 ms without a task. Counted in events of a known length, as machines differ.
import { expect, test } from 'vitest';
import { Delivery, EventDelivery } from '../../web/connection/event-delivery.ts';
import { loadCore } from '../../web/core/load-core.ts';
import type { Options } from '../../web/options/read-options.ts';
import { scriptedFetch } from '../support/scripted-fetch.ts';
import { openUrl } from '../support/sources.ts';

const kCheap = 1100;
const kDear = 600;
const kEventMs = 5;
const kRoom = 16; // ms

/** Counts tasks of the page, one after the other, until it is told to stop. */
function countTasks() {
  const { port1, port2 } = new MessageChannel();
  const tasks = { count: 0, stop: () => port1.close() };
  port1.onmessage = () => {
    tasks.count++;
    port2.postMessage(null);
  };
  port2.postMessage(null);
  return tasks;
}

test('cheap events do not make room for a row of dear ones', { timeout: 60_000 }, async () => {
  const text = Array.from({ length: kCheap + kDear }, (_, i) => `data: ${i}\n\n`).join('');
  const { source } = openUrl('http://127.0.0.1:9/', {
    fetch: scriptedFetch([{ chunks: [text], then: 'hold' }]),
  });
  const tasks = countTasks();
  const rows: number[] = []; // events between two tasks
  let events = 0;
  let counted = -1;
  await new Promise<void>((resolve) => {
    source.onmessage = () => {
      if (++events <= kCheap) return;
      const end = performance.now() + kEventMs;
      while (performance.now() < end);
      if (tasks.count === counted) rows[rows.length - 1]++;
      else rows.push(1);
      counted = tasks.count;
      if (events === kCheap + kDear) resolve();
    };
  });
  tasks.stop();
  expect(Math.max(...rows)).toBeLessThanOrEqual(1 + Math.ceil(kRoom / kEventMs));
});

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
