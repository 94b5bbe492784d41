import { readFileSync } from 'node:fs';
import { descendants } from '../../bench/thread-cpu.mjs';
import { residentBytes } from '../../support/resident-bytes.ts';

/** What the command line of a process that runs pages contains, in Chromium and WebKit. */
const kRunsPages = /--type=renderer|WebKitWebProcess/;

/** Bytes; more than a process takes that has just started. */
const kBallast = 200e6;

/** The process of a page, found by the memory that the page takes for a moment: others may be as busy. */
export async function pageProcess(
  browserProcess: number,
  evaluate: (expression: string) => Promise<unknown>,
): Promise<number> {
  const before = sizesOf(browserProcess);
  await evaluate(`void (globalThis.ballast = new Uint8Array(${kBallast}).fill(1))`);
  const grown = [...sizesOf(browserProcess)].filter(
    ([pid, size]) => size - (before.get(pid) ?? 0) > kBallast * 0.8,
  );
  await evaluate('void ballast.buffer.transfer(0)'); // which frees it at once
  const [found, ...others] = grown.map(([pid]) => pid);
  if (found !== undefined && others.length === 0) return found;
  throw new Error(`${grown.length} processes have grown as the one of the page must have`);
}

/** What a browser's page processes take, in bytes. */
const sizesOf = (browserProcess: number): Map<number, number> =>
  new Map(pageProcesses(browserProcess).map((pid) => [pid, residentBytes(pid)]));

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
