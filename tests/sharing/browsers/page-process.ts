import { readFileSync } from 'node:fs';
import { descendants, spinningProcess } from '../../bench/thread-cpu.mjs';

/** What the command line of a process that runs pages contains, in Chromium and WebKit. */
const kRunsPages = /--type=renderer|WebKitWebProcess/;

/** The process of a page, found by the work that it is given. */
export async function pageProcess(
  browserProcess: number,
  spin: (milliseconds: number) => Promise<unknown>,
): Promise<number> {
  const pid = await spinningProcess(browserProcess, spin, pageProcesses);
  if (pid === undefined) throw new Error('this system does not tell what its processes do');
  return pid;
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
