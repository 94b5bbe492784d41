// The request leaves in the constructor: a page that is busy afterwards does not hold it up.
import { expect, onTestFinished, test } from 'vitest';
import { EventSource, type EventSourceInit } from '../../web/index.ts';
import { serve } from '../support/scenario-client.ts';
import { origin } from '../support/sources.ts';
import { reply, silent } from '../support/stream-scenario.ts';

const kBlock = 600; // ms; a request that waits for its end comes with the marker, or after it

/**
 * ms between the request of a source and one that the page sends at the end of its block, before any
 * microtask or task.
 */
async function lead(open: (url: string) => { close(): void }): Promise<number> {
  const stream = await serve(origin, [silent]);
  const marker = await serve(origin, [reply(200)]);
  const start = performance.now();
  const source = open(stream.url);
  onTestFinished(() => source.close());
  while (performance.now() < start + kBlock);
  await fetch(marker.url);
  const [[first], [second]] = await Promise.all(
    [stream, marker].map(async ({ log }) => (await log({ requests: 1 })).requests),
  );
  return second.time - first.time;
}

// None for which CORS has a question to ask first.
const kInits: [string, EventSourceInit][] = [
  ['without options', {}],
  ['with credentials', { withCredentials: true }],
  [
    'with headers and a body',
    { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' },
  ],
];

test.each(kInits)(
  'a page that blocks after the constructor does not hold up the request, %s',
  async (_, init) => {
    // The first EventSource of a page compiles the module, others find it there.
    for (const place of ['first', 'second']) {
      const ahead = await lead((url) => new EventSource(url, init));
      expect(ahead, place).toBeGreaterThan(kBlock / 6);
    }
  },
);
