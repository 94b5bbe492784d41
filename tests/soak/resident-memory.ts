import { descendants } from '../bench/thread-cpu.mjs';
import { residentBytes } from '../support/resident-bytes.ts';

/**
 * The memory of all programs that this process has started, with what they have started, in bytes. What
 * several of them share counts for each. undefined where there is no /proc.
 */
export function residentMemory(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  return descendants(process.pid).reduce((total, pid) => total + residentBytes(pid), 0);
}
