// Shared connections in simulated time: tabs open, close, crash, freeze, reconnect, leave and come back, lag,
// and are slow; the server goes down and up, and may have events without an ID. Whatever happens, each tab has
// each event in order, and once if all have IDs, and when it is quiet again there is one connection. A failing
// seed names itself:
//
//     SHARING_SEED=17 npx vitest run --project node tests/web/sharing-simulation.node.test.ts
import { expect, test } from 'vitest';
import { simulate } from './sharing/simulate.ts';
import { SimulatedBrowser } from './sharing/simulated-browser.ts';
import type { SimulatedTab } from './sharing/simulated-tab.ts';

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

/** One whose server sends an event every so many ms, and in which nothing happens but what the test does. */
function calmBrowser(seed: number, interval = 50) {
  const browser = new SimulatedBrowser(seed);
  const { clock, server } = browser;
  browser.isCalm = true;
  const tick = () => {
    server.send();
    clock.after(interval, tick);
  };
  tick();
  const open = (seen: SimulatedTab['seen']) => {
    const tab = browser.open();
    tab.seen = seen;
    clock.run(1000);
    return tab;
  };
  return { browser, clock, server, open };
}

test('a leader that is hidden for long leaves its part to the tab that is seen, with one request', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { browser, clock, server, open } = calmBrowser(seed);
    const first = open('visible');
    const tabs = [first, open('hidden'), open(undefined), open('hidden'), open('visible')];
    expect(browser.leaders, `seed ${seed}`).toEqual([first]);
    first.see('hidden');
    clock.run(4000);
    expect(browser.leaders, `seed ${seed}`).toEqual([first]); // the user may be back soon
    clock.run(6000);
    expect(browser.leaders, `seed ${seed}`).toEqual([tabs.at(-1)]);
    expect(server.requests, `seed ${seed}`).toBe(2);
    server.isQuiet = true;
    clock.run(1000);
    for (const { fault, last } of tabs) expect([fault, last]).toEqual([undefined, server.last]);
  }
});

test('a tab that was to lead and is gone leaves it to the others', () => {
  const { browser, clock, server, open } = calmBrowser(1);
  const tabs = [open('visible'), open('hidden'), open('hidden'), open('visible')];
  tabs[0].see('hidden');
  const successor = tabs[3];
  for (let ms = 0; ms < 12_000 && browser.leaders.length === 1; ms++) clock.run(1);
  browser.crash(successor);
  clock.run(5000);
  expect(browser.leaders).toHaveLength(1);
  expect(server.connections.size).toBe(1);
  server.isQuiet = true;
  clock.run(1000);
  for (const { fault, last } of tabs.slice(0, 3)) {
    expect([fault, last]).toEqual([undefined, server.last]);
  }
});

test('tabs with IDs that meet a leader without one share its connection before the next event', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { clock, server, open } = calmBrowser(seed, 1000);
    const tabs = Array.from({ length: 4 }, () => open('visible'));
    clock.run(5000);
    server.isQuiet = true;
    server.endAll('end');
    clock.run(100);
    open('visible'); // while the others wait for their next attempt
    clock.run(12_000);
    expect(server.connections.size, `seed ${seed}`).toBe(1);
    server.isQuiet = false;
    clock.run(1000);
    server.isQuiet = true;
    clock.run(1000);
    for (const { fault, last } of tabs) expect([fault, last]).toEqual([undefined, server.last]);
  }
});
