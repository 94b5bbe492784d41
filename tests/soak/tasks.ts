/** A task of a page's main thread, in ms. */
export interface Task {
  /** From its begin to its end. Where others use the processors, it has to wait for one in between. */
  took: number;
  /** What it had of a processor. */
  used: number;
  /** The last `performance.mark()` before it. */
  phase: string;
}

/** The longest task of a phase, ms; 0 where none was worth a look. */
export function longest(tasks: Task[], phase: string, kind: 'took' | 'used'): number {
  return Math.max(0, ...tasks.filter((task) => task.phase === phase).map((task) => task[kind]));
}

/** Says what the tasks of a phase took. */
export function tasksText(tasks: Task[], phase: string): string {
  const over = tasks.filter((task) => task.phase === phase && task.took > 50).length;
  const [took, used] = [longest(tasks, phase, 'took'), longest(tasks, phase, 'used')];
  return `${over} tasks over 50 ms, the longest ${took.toFixed(0)} ms, of the processor ${used.toFixed(0)} ms`;
}
