// What the kernel has accounted to the main threads of a program's processes, in nanoseconds. Read
// from outside: nothing in the page is changed by it.
import { readdirSync, readFileSync } from 'node:fs';

/** True where the kernel gives a thread's processor time in nanoseconds; elsewhere all times are 0. */
export const hasThreadCpu = () => readTime('/proc/self/schedstat') !== undefined;

function readTime(file) {
  try {
    return Number(readFileSync(file, 'utf8').split(' ')[0]);
  } catch {
    return undefined;
  }
}

/** The processes that descend from `root`, itself not among them. */
export function descendants(root) {
  const children = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    let stat;
    try {
      stat = readFileSync(`/proc/${name}/stat`, 'utf8');
    } catch {
      continue; // It has ended meanwhile.
    }
    // The program's name, in parentheses, may hold blanks.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [];
  const visit = (pid) => {
    for (const child of children.get(pid) ?? []) {
      found.push(child);
      visit(child);
    }
  };
  visit(root);
  return found;
}

const kAttempts = 40;
const kEnough = 60e6; // ns of its main thread

/**
 * The process whose main thread works while a page spins, told from others that a program started.
 *
 * @param {number} root pid of the program, a browser
 * @param {(milliseconds: number) => Promise<unknown>} spin
 * @param {(root: number) => number[]} [candidates]
 * @returns {Promise<number | undefined>} its pid; undefined where the kernel does not tell
 */
export async function spinningProcess(root, spin, candidates = descendants) {
  if (!hasThreadCpu()) return undefined;
  // Others may be at work at the same time, of a browser that has just started most of all: so what counts is all
  // of what each has done meanwhile.
  const used = new Map();
  for (let attempt = 1; attempt <= kAttempts; attempt += 1) {
    const before = new Map(candidates(root).map((pid) => [pid, mainThread(pid)]));
    await spin(50 * Math.min(attempt, 10));
    for (const pid of candidates(root)) {
      used.set(pid, (used.get(pid) ?? 0) + mainThread(pid) - (before.get(pid) ?? 0));
    }
    const [first, second] = [...used].sort(([, one], [, other]) => other - one);
    if (attempt > 1 && first && first[1] > Math.max(kEnough, 2 * (second?.[1] ?? 0))) {
      return first[0];
    }
  }
  const times = [...used].map(([pid, time]) => `${pid} ${(time / 1e6).toFixed()} ms`);
  throw new Error(`the process of the page was not found among ${times.join(', ')}`);
}

/** Processor time of a process's main thread, ns. */
export const mainThread = (pid) => readTime(`/proc/${pid}/task/${pid}/schedstat`) ?? 0;

/** Processor time of all threads of a process that are alive, ns. */
export function allThreads(pid) {
  if (!hasThreadCpu()) return 0;
  let sum = 0;
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    sum += readTime(`/proc/${pid}/task/${task}/schedstat`) ?? 0;
  }
  return sum;
}
