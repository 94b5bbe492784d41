import { readFileSync } from 'node:fs';
import { descendants, hasThreadCpu, mainThread } from '../../bench/thread-cpu.mjs';

/** What the command line of a process that runs pages contains, in Chromium and WebKit. */
const kRunsPages = /--type=renderer|WebKitWebProcess/;
const kAttempts = 40;
const kEnough = 60e6; // ns of its main thread

/** The process of a page, found by the work that it is given. */
export async function pageProcess(
  browserProcess: number,
  spin: (milliseconds: number) => Promise<unknown>,
): Promise<number> {
  if (!hasThreadCpu()) throw new Error('this system does not tell what its processes do');
  // Others, of this browser and of what else the machine does, may be at work at the same time: so what counts is
  // all of what each has done meanwhile.
  const used = new Map<number, number>();
  for (let attempt = 1; attempt <= kAttempts; attempt += 1) {
    const before = timesOf(browserProcess);
    await spin(50 * Math.min(attempt, 10));
    for (const [pid, time] of timesOf(browserProcess)) {
      used.set(pid, (used.get(pid) ?? 0) + time - (before.get(pid) ?? 0));
    }
    const [first, second] = [...used].sort(([, one], [, other]) => other - one);
    if (attempt > 1 && first && first[1] > Math.max(kEnough, 2 * (second?.[1] ?? 0))) {
      return first[0];
    }
  }
  const times = [...used].map(([pid, time]) => `${pid} ${(time / 1e6).toFixed()} ms`);
  throw new Error(`the process of the page was not found among ${times.join(', ')}`);
}

/** What the main threads of a browser's page processes have done so far, ns. */
const timesOf = (browserProcess: number): Map<number, number> =>
  new Map(pageProcesses(browserProcess).map((pid) => [pid, mainThread(pid)]));

/** Those of a browser's processes that run pages. */
export const pageProcesses = (browserProcess: number): number[] =>
  descendants(browserProcess).filter(runsPages);

function runsPages(pid: number): boolean {
  try {
    return kRunsPages.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return false; // it has ended meanwhile
  }
}

/** An expression that keeps a page busy. */
export const spinning = (milliseconds: number): string =>
  `{ const end = performance.now() + ${milliseconds}; while (performance.now() < end); }`;
