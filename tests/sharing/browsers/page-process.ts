import { readFileSync } from 'node:fs';
import { descendants, hasThreadCpu, mainThread } from '../../bench/thread-cpu.mjs';

/** What the command line of a process that runs pages contains, in Chromium and WebKit. */
const kRunsPages = /--type=renderer|WebKitWebProcess/;
const kAttempts = 20;

/** The process of a page, found by the work that it is given. */
export async function pageProcess(
  browserProcess: number,
  spin: (milliseconds: number) => Promise<unknown>,
): Promise<number> {
  if (!hasThreadCpu()) throw new Error('this system does not tell what its processes do');
  let last: number | undefined;
  for (let attempt = 1; attempt <= kAttempts; attempt += 1) {
    const busiest = await busiestProcess(browserProcess, () => spin(50 * attempt));
    // Another may be the busiest for once.
    if (busiest !== undefined && busiest === last) return busiest;
    last = busiest;
  }
  throw new Error('the process of the page was not found');
}

/** Of those that run pages, the one that stands out. */
async function busiestProcess(
  root: number,
  work: () => Promise<unknown>,
): Promise<number | undefined> {
  const before = new Map(descendants(root).map((pid) => [pid, mainThread(pid)]));
  await work();
  const used = pageProcesses(root)
    .map((pid) => ({ pid, time: mainThread(pid) - (before.get(pid) ?? 0) }))
    .sort((one, other) => other.time - one.time);
  const [first, second] = used;
  return first && first.time > 1.5 * (second?.time ?? 0) ? first.pid : undefined;
}

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
