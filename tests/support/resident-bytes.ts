import { readFileSync } from 'node:fs';

/** The memory of a process, in bytes, where there is /proc; 0 when it has ended. What it shares with others counts. */
export function residentBytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
