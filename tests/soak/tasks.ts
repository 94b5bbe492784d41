/** A task of a page's main thread, in ms. */
export interface Task {
  /** From its begin to its end. Where others use the processors, it has to wait for one in between. */
  took: number;
  /** What it had of a processor. */
  used: number;
  /** The same without the collections of memory in it, which are the browser's to place. */
  own: number;
  /** The last `performance.mark()` before it. */
  phase: string;
}

/** The longest task of a phase, ms; 0 where none was worth a look. */
export function longest(tasks: Task[], phase: string, kind: 'took' | 'used' | 'own'): number {
  return Math.max(0, ...tasks.filter((task) => task.phase === phase).map((task) => task[kind]));
}

/** Says what the tasks of a phase took. */
export function tasksText(tasks: Task[], phase: string): string {
  const over = tasks.filter((task) => task.phase === phase && task.took > 50).length;
  const [took, used, own] = (['took', 'used', 'own'] as const).map((kind) =>
    longest(tasks, phase, kind).toFixed(0),
  );
  return `${over} tasks over 50 ms; the longest took ${took} ms, ${used} ms of a processor, ${own} ms without collections of memory`;
}
