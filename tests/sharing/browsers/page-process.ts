import { readFileSync } from 'node:fs';
import { descendants, hasThreadCpu, mainThread } from '../../bench/thread-cpu.mjs';
import type { Tab } from './browser.ts';

/** What the command line of a process that runs pages contains, in Chromium and WebKit. */
const kRunsPages = /--type=renderer|WebKitWebProcess/;
const kAttempts = 20;

/** The process of a page, found by the work that it is given. */
export async function pageProcess(tab: Tab, browserProcess: number): Promise<number> {
  if (!hasThreadCpu()) throw new Error('this system does not tell what its processes do');
  let last: number | undefined;
  for (let attempt = 1; attempt <= kAttempts; attempt += 1) {
    const busiest = await busiestProcess(browserProcess, () => spin(tab, 50 * attempt));
    // Another may be busier for once.
    if (busiest === last) return busiest;
    last = busiest;
  }
  throw new Error('the process of the page was not found');
}

/** Of those that run pages. */
async function busiestProcess(root: number, work: () => Promise<unknown>): Promise<number> {
  const before = new Map(descendants(root).map((pid) => [pid, mainThread(pid)]));
  await work();
  const used = (pid: number) => mainThread(pid) - (before.get(pid) ?? 0);
  return descendants(root)
    .filter(runsPages)
    .sort((one, other) => used(other) - used(one))[0];
}

function runsPages(pid: number): boolean {
  try {
    return kRunsPages.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return false; // it has ended meanwhile
  }
}

const spin = (tab: Tab, milliseconds: number): Promise<unknown> =>
  tab.evaluate(
    `{ const end = performance.now() + ${milliseconds}; while (performance.now() < end); }`,
  );
