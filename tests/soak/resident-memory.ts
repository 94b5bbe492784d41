import { readFileSync } from 'node:fs';
import { descendants } from '../bench/thread-cpu.mjs';

/**
 * The memory of all programs that this process has started, with what they have started, in bytes. What
 * several of them share counts for each. undefined where there is no /proc.
 */
export function residentMemory(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  return descendants(process.pid).reduce((total, pid) => total + residentOf(pid), 0);
}

function residentOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0; // It has ended meanwhile.
  }
}
