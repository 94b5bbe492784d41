// Random servers and listeners, once with the browser's own EventSource and once with ours. A failure
// names its seed.
import { expect, test } from 'vitest';
import { EventSource } from '../../web/index.ts';
import { playPlan } from '../support/play-plan.ts';
import { randomPlan } from '../support/random-plan.ts';
import { RandomStream } from '../support/random-stream.ts';
import { serve } from '../support/scenario-client.ts';
import { origin } from '../support/sources.ts';

const seeds = Array.from({ length: 40 }, (_, i) => i + 1);

async function observe(Source: typeof globalThis.EventSource, seed: number) {
  const plan = randomPlan(new RandomStream(seed));
  const scenario = await serve(origin, plan.connections);
  const seen = await playPlan(Source, scenario.url, plan);
  const { requests } = await scenario.log();
  await scenario.over();
  const asked = requests.map(({ method, lastEventId, headers: { accept } }) => {
    return `${method} ${accept} ${lastEventId}`;
  });
  return { seen, asked };
}

test('listeners see what they see of the browser’s own, and the server is asked alike', async () => {
  for (const seed of seeds) {
    const [ours, native] = await Promise.all([
      observe(EventSource as typeof globalThis.EventSource, seed),
      observe(globalThis.EventSource, seed),
    ]);
    expect(ours, `seed ${seed}`).toEqual(native);
  }
}, 120_000);
