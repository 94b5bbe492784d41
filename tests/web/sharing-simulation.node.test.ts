// Shared connections in simulated time: tabs open, close, crash, freeze, leave and come back, lag, and are
// slow; the server goes down and up. Whatever happens, each tab has each event once and in order, and
// when it is quiet again there is one connection. A failing seed names itself:
//
//     SHARING_SEED=17 npx vitest run --project node tests/web/sharing-simulation.node.test.ts
import { expect, test } from 'vitest';
import { simulate } from './sharing/simulate.ts';

const kOnly = process.env.SHARING_SEED;
const kSeeds = Number(process.env.SHARING_SEEDS ?? 80);

test('whatever tabs do, each has every event once and in order, over one connection', () => {
  const seeds = kOnly ? [Number(kOnly)] : Array.from({ length: kSeeds }, (_, index) => index + 1);
  let opened = 0;
  let received = 0;
  for (const seed of seeds) {
    const result = simulate(seed);
    opened += result.opened;
    received += result.received;
    expect(result.fault, `SHARING_SEED=${seed}`).toBe(undefined);
  }
  if (process.env.SHARING_SEEDS) console.log({ opened, received });
}, 120_000);
