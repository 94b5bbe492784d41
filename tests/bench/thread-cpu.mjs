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

/**
 * The process whose main thread works while a page spins, told from a program's others.
 * @param {number} root pid of the browser
 * @param {(milliseconds: number) => Promise<unknown>} spin
 * @param {number} [guess] the process it was before
 * @returns {Promise<number | undefined>} its pid; undefined where the kernel does not tell
 */
export async function spinningProcess(root, spin, guess) {
  if (!hasThreadCpu()) return undefined;
  let last = guess;
  // A browser that has just started is busy in all its processes: only the same one twice is it.
  for (let milliseconds = 40; milliseconds < 5000; milliseconds *= 1.3) {
    const before = new Map(descendants(root).map((pid) => [pid, mainThread(pid)]));
    await spin(milliseconds);
    const [[pid, used]] = descendants(root)
      .map((candidate) => [candidate, mainThread(candidate) - (before.get(candidate) ?? 0)])
      .sort((one, other) => other[1] - one[1]);
    // Where others are at work, the page may have had the processor for a part of the time only.
    const busy = used > milliseconds * 1e6 * 0.2;
    if (busy && pid === last) return pid;
    if (busy) last = pid;
  }
  throw new Error('the process of the page was not found');
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
