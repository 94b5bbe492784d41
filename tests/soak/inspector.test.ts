// A stream of 100,000 events with the inspector open, in the three browsers. `npm run soak` prints the figures.
import { afterAll, expect, test } from 'vitest';
import { type Engine, engines } from '../support/browser-programs.ts';
import { openBrowser } from '../support/open-browser.ts';
import type { InspectorReport, PartReport } from './inspector-page.ts';
import { startSoakServer } from './soak-server.ts';
import { longest, type Task, tasksText } from './tasks.ts';
import { openTracedChromium } from './traced-chromium.ts';

const kMiB = 1024 * 1024;
const kEvents = 100_000;
const kPadding = 180; // of an event, bytes
const kPaths = {
  'at full speed': `/flood?padding=${kPadding}`,
  '10,000 a second': `/paced?padding=${kPadding}&rate=10000`,
};
const kRepeats = 3;
const kSwitches = ['--js-flags=--expose-gc', '--enable-precise-memory-info'];

const rows: string[] = [];
afterAll(() => {
  const head = '| browser | 100,000 events with the inspector | figure | without it |';
  console.log([head, '| --- | --- | --- | --- |', ...rows].join('\n'));
});
const say = (...cells: string[]) => rows.push(`| ${cells.join(' | ')} |`);

interface Played extends InspectorReport {
  /** Of Chromium. */
  tasks: Task[];
}

async function play(engine: Engine, isInspected: boolean): Promise<Played> {
  const isTraced = engine === 'chromium';
  const paths = Object.values(kPaths).flatMap((path) => Array<string>(kRepeats).fill(path));
  const args = { isInspected, isTraced, paths, count: kEvents };
  const server = await startSoakServer('', args, 'inspector-page.ts');
  const { url, certificate: trusted } = server;
  const chromium = isTraced ? await openTracedChromium(url, trusted, kSwitches) : undefined;
  const stop = chromium?.stop ?? (await openBrowser(engine, url, { trusted }));
  try {
    const report = await server.report<InspectorReport>();
    return { ...report, tasks: (await chromium?.tasks()) ?? [] };
  } finally {
    await stop();
    await server.close();
  }
}

/** By the order of the paths. */
const gapsOf = (parts: PartReport[], path: number) =>
  parts.slice(path * kRepeats, (path + 1) * kRepeats).map((part) => Math.round(part.longestGap!));

const memoryText = (parts: PartReport[], name: 'heap' | 'resident') =>
  parts.map((part) => (part[name] === undefined ? '?' : (part[name] / kMiB).toFixed(1))).join(', ');

test.for(engines)(
  '100,000 events with the inspector open leave %s its room',
  {
    timeout: 400_000,
  },
  async (engine) => {
    const control = await play(engine, false);
    const { events, wrong, failures, inspected, parts, tasks } = await play(engine, true);
    const count = 2 * kRepeats * kEvents;
    // The source says why, and goes on where it was.
    const lost = [failures, control.failures];
    if (lost.some((list) => list.length > 0)) {
      say(engine, 'connections lost', ...lost.map((list) => list.join('; ') || 'none'));
    }
    expect({ events, wrong, inspected }).toEqual({ events: count, wrong: 0, inspected: count });

    Object.entries(kPaths).forEach(([name, path], i) => {
      if (engine === 'chromium') {
        say(engine, name, tasksText(tasks, path), tasksText(control.tasks, path));
        expect(longest(tasks, path, 'own')).toBeLessThan(50);
        return;
      }
      const [gaps, without] = [gapsOf(parts, i), gapsOf(control.parts, i)];
      say(
        engine,
        name,
        `longest gap between timers in each of ${kRepeats} runs, ms: ${gaps.join(', ')}`,
        without.join(', '),
      );
      // What the inspector does for too long it does each time; what others do on the machine, it does not.
      expect(Math.min(...gaps)).toBeLessThan(50 + Math.min(...without));
    });
    for (const name of ['heap', 'resident'] as const) {
      if (parts[0]![name] === undefined) continue;
      say(
        engine,
        `MiB after each run, ${name}`,
        memoryText(parts, name),
        memoryText(control.parts, name),
      );
    }
    // Records have filled their room after the first run. All events of the others would take 90 MiB and more.
    const [first, last] = [parts[0]!, parts.at(-1)!];
    if (first.heap !== undefined) expect(last.heap! - first.heap).toBeLessThan(kMiB);
  },
);
