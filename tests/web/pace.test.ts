// Events that came together are delivered in slices of a few milliseconds, so that the page can live
// between them. Native, which gives each event a task of its own, leaves it that room, too.
import { expect, test } from 'vitest';
import { record } from '../support/recorder.ts';
import { openUrl } from '../support/sources.ts';

const kEvents = 60;

/** A source whose first chunk holds all events; then the stream stays open. */
function openBatch(prefix = '') {
  const text = Array.from({ length: kEvents }, (_, i) => `data: ${prefix}${i}\n\n`).join('');
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode(text)),
  });
  return openUrl('http://127.0.0.1:9/', {
    fetch: async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
  });
}

/** What a listener that takes its time does. */
function work(milliseconds = 1): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

function numbers(prefix = ''): string[] {
  return Array.from({ length: kEvents }, (_, i) => prefix + i);
}

test('a timer fires between the events of one chunk, when these take long', async () => {
  const { source } = openBatch();
  const seen: string[] = [];
  await new Promise<void>((resolve) => {
    source.onmessage = ({ data }) => {
      work();
      if (seen.push(data) === 1) setTimeout(() => seen.push('timer'));
      if (data === String(kEvents - 1)) resolve();
    };
  });
  expect(seen).toContain('timer');
  expect(seen.filter((data) => data !== 'timer')).toEqual(numbers());
});

test('two sources rest and go on without mixing their events', async () => {
  const sources = ['a', 'b'].map((prefix) => openBatch(prefix));
  for (const { source } of sources) source.addEventListener('message', () => work(0.5));
  for (const [i, { events }] of sources.entries()) {
    await events.next('open');
    expect(await events.messages(kEvents)).toEqual(numbers('ab'[i]));
  }
});

test('close() while a batch rests drops the rest of it', async () => {
  const { source } = openBatch();
  const seen: string[] = [];
  await new Promise<void>((resolve) => {
    source.onmessage = ({ data }) => {
      work();
      if (seen.push(data) > 1) return;
      setTimeout(() => {
        source.close();
        resolve();
      });
    };
  });
  const count = seen.length;
  expect(count).toBeLessThan(kEvents);
  // A batch that another source delivers from start to end leaves the closed one time enough.
  const other = openBatch();
  const events = record(other.source);
  await events.next('open');
  await events.messages(kEvents);
  expect(seen).toHaveLength(count);
});

test('a page that waits for each event with a promise and a new listener misses none', async () => {
  const { source } = openBatch();
  const seen: string[] = [];
  while (seen.length < kEvents) {
    const event = await new Promise<MessageEvent>((resolve) => {
      source.addEventListener('message', resolve, { once: true });
    });
    seen.push(event.data);
  }
  expect(seen).toEqual(numbers());
});

test('a handler that is set once the first event has been awaited gets all others', async () => {
  const { source } = openBatch();
  const first = await new Promise<MessageEvent>((resolve) => {
    source.onmessage = resolve;
  });
  const rest: string[] = [];
  await new Promise<void>((resolve) => {
    source.onmessage = ({ data }) => {
      if (rest.push(data) === kEvents - 1) resolve();
    };
  });
  expect([first.data, ...rest]).toEqual(numbers());
});
