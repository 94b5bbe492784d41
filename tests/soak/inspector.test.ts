// A stream of 100,000 events with the inspector open, in the three browsers. `npm run soak` prints the figures.
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { type Engine, engines } from '../support/browser-programs.ts';
import { openBrowser } from '../support/open-browser.ts';
import type { InspectorReport, PartReport } from './inspector-page.ts';
import { startSoakServer } from './soak-server.ts';

const kMiB = 1024 * 1024;
const kEvents = 100_000;
const kPadding = 180; // bytes an event, about
const kFull = `/flood?padding=${kPadding}`;
const kPaced = `/paced?padding=${kPadding}&rate=10000`;
const kPaths = [kFull, kFull, kFull, kFull, kPaced, kPaced, kPaced];
const kSwitches = ['--js-flags=--expose-gc', '--enable-precise-memory-info'];

const rows: string[] = [];
afterAll(() => {
  const head = '| browser | 100,000 events | longest gap, ms | without inspector | tasks over 50 ms | without |';
  console.log([head, '| --- | --- | --- | --- | --- | --- |', ...rows].join('\n'));
  console.log(memories.join('\n'));
});
const memories: string[] = [];

async function play(engine: Engine, isInspected: boolean): Promise<InspectorReport> {
  const args = { isInspected, paths: kPaths, count: kEvents };
  const server = await startSoakServer('', args, 'inspector-page.ts');
  const switches = engine === 'chromium' ? kSwitches : [];
  const stop = await openBrowser(engine, server.url, { trusted: server.certificate, switches });
  try {
    const report = (await server.report) as InspectorReport & { error?: string };
    if (report.error) throw new Error(report.error);
    return report;
  } finally {
    await stop();
    await server.close();
  }
}

const gaps = (parts: PartReport[]) => parts.map(({ longestGap }) => Math.round(longestGap));
const tasks = (parts: PartReport[]) =>
  parts.some((part) => part.longTasks)
    ? parts.map((part) => part.longTasks?.length).join(' ')
    : 'not told';
const inMiB = (bytes: number | undefined) =>
  bytes === undefined ? 'not told' : (bytes / kMiB).toFixed(1);

test.for(engines)('%s', { timeout: 300_000 }, async (engine) => {
  const control = await play(engine, false);
  const { events, wrong, inspected, parts } = await play(engine, true);
  for (const [name, path] of Object.entries({ 'at full speed': kFull, '10,000 a second': kPaced })) {
    const of = (all: PartReport[]) => all.filter((_, i) => kPaths[i] === path);
    rows.push(
      `| ${engine} | ${name} | ${gaps(of(parts)).join(' ')} | ${gaps(of(control.parts)).join(' ')} | ${tasks(of(parts))} | ${tasks(of(control.parts))} |`,
    );
  }
  for (const name of ['heap', 'resident'] as const) {
    memories.push(`${engine} ${name} MiB: ${parts.map((part) => inMiB(part[name])).join(' ')}; without ${control.parts.map((part) => inMiB(part[name])).join(' ')}`);
  }
  expect({ events, wrong, inspected }).toEqual({
    events: kPaths.length * kEvents,
    wrong: 0,
    inspected: kPaths.length * kEvents,
  });
});
