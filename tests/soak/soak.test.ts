// What many sources, long streams and many short ones leave behind in a page. `npm run soak` prints the figures.
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { openBrowser } from '../support/open-browser.ts';
import type { Cycles, KeptStrings, LongStream, ManySources, RunName } from './page.ts';
import { type SoakServer, startSoakServer } from './soak-server.ts';
import { longest, type Task, tasksText } from './tasks.ts';
import { openTracedChromium } from './traced-chromium.ts';

const kMiB = 1024 * 1024;
const kSwitches = ['--js-flags=--expose-gc', '--enable-precise-memory-info'];

const figures: string[] = [];
afterAll(() => console.log(`| what | figure |\n| --- | --- |\n${figures.join('\n')}`));
const say = (what: string, figure: string) => figures.push(`| ${what} | ${figure} |`);
const inMiB = (bytes: number) => `${(bytes / kMiB).toFixed(2)} MiB`;
const inWords = (count: number) => count.toLocaleString('en');

async function run<Report>(name: RunName, args: object): Promise<Report & { server: SoakServer }> {
  const server = await startSoakServer(name, args);
  onTestFinished(() => server.close());
  const { certificate: trusted } = server;
  onTestFinished(await openBrowser('chromium', server.url, { trusted, switches: kSwitches }));
  return { ...(await server.report<Report>()), server };
}

/** The same, with the tasks of the page's main thread. */
async function runTraced<Report>(name: RunName, args: object): Promise<Report & { tasks: Task[] }> {
  const server = await startSoakServer(name, args);
  onTestFinished(() => server.close());
  const browser = await openTracedChromium(server.url, server.certificate, kSwitches);
  onTestFinished(() => browser.stop());
  return { ...(await server.report<Report>()), tasks: await browser.tasks() };
}

test('200 sources in a page share one connection over HTTP/2, and lose nothing', {
  timeout: 300_000,
}, async () => {
  const [sources, count] = [200, 100];
  const report = await run<ManySources>('manySources', { sources, count, interval: 100 });
  const { events, wrong, before, open, server } = report;
  const heap = (open.heap - before.heap) / sources / 1024;
  const wasm = (open.wasm - before.wasm) / sources / 1024;
  say(
    `${sources} sources over one HTTP/2 connection, ${count} events each`,
    `${inWords(events)} events, ${wrong} wrong; ${heap.toFixed(1)} KiB of heap and ${wasm.toFixed(1)} KiB of WebAssembly memory for each`,
  );
  expect({ events, wrong }).toEqual({ events: sources * count, wrong: 0 });
  expect(server).toMatchObject({ sockets: 1, mostStreams: sources });
  expect(heap).toBeLessThan(64);
});

test('10 million events leave memory and listeners as they were, and no task takes 50 ms', {
  timeout: 900_000,
}, async () => {
  const [parts, count] = [10, 1_000_000];
  const { events, wrong, failures, seconds, memories, tasks } = await runTraced<LongStream>(
    'longStream',
    {
      parts,
      count,
    },
  );
  const [first, last] = [memories[0]!, memories.at(-1)!];
  say(
    `one source, ${inWords(events)} events, ${wrong} wrong, in ${seconds.toFixed(0)} s`,
    `heap after 1 million ${inMiB(first.heap)}, after the last ${inMiB(last.heap)}; WebAssembly memory ${inMiB(first.wasm)} and ${inMiB(last.wasm)}; listeners on window and document ${first.listeners} and ${last.listeners}; ${tasksText(tasks, 'source')}; with the same bytes read and decoded, and no source, ${tasksText(tasks, 'control')}`,
  );
  expect({ events, wrong, failures }).toEqual({ events: parts * count, wrong: 0, failures: [] });
  expect(last.heap - first.heap).toBeLessThan(kMiB / 4);
  expect([last.wasm, last.listeners]).toEqual([first.wasm, first.listeners]);
  expect(longest(tasks, 'source', 'own')).toBeLessThan(50);
});

test('5,000 sources that are opened and closed leave nothing behind', {
  timeout: 600_000,
}, async () => {
  const [cycles, lanes] = [5000, 20];
  const report = await run<Cycles>('cycles', { cycles, lanes });
  const { before, after, kept, handles, timers, streamsOnServer, server } = report;
  say(
    `${inWords(cycles)} sources opened and closed`,
    `${handles} handles of the core, ${kept} sources, ${timers} timers, ${after.listeners - before.listeners} listeners on window and document, ${streamsOnServer} streams on the server left; heap ${inMiB(before.heap)} before, ${inMiB(after.heap)} after; WebAssembly memory ${inMiB(before.wasm)} and ${inMiB(after.wasm)}`,
  );
  expect({ kept, handles, timers, streamsOnServer }).toEqual({
    kept: 0,
    handles: 0,
    timers: 0,
    streamsOnServer: 0,
  });
  expect(server.sockets).toBeLessThanOrEqual(lanes); // of which Chromium keeps some
  expect([after.wasm, after.listeners]).toEqual([before.wasm, before.listeners]);
  expect(after.heap - before.heap).toBeLessThan(kMiB / 2);
});

test("an event's data that is kept does not keep its chunk", { timeout: 300_000 }, async () => {
  const { kept, bytesEach } = await run<KeptStrings>('keptStrings', { count: 400_000, every: 320 });
  say(
    `${inWords(kept)} events' data kept, one in 320, or in 66 KB of the stream`,
    `${(bytesEach / 1024).toFixed(1)} KiB of heap for each`,
  );
  expect(kept).toBe(1250);
  expect(bytesEach).toBeLessThan(9 * 1024); // regions of 8 KiB are decoded at once
});
