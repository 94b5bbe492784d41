/** Seeded numbers, the same for the same seed. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to 1. */
  roll(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `min` to `max`. */
  between(min: number, max: number): number {
    return min + Math.floor(this.roll() * (max - min + 1));
  }

  chance(probability: number): boolean {
    return this.roll() < probability;
  }

  pick<T>(values: readonly T[]): T | undefined {
    return values[this.between(0, values.length - 1)];
  }
}

interface Task {
  readonly time: number;
  readonly order: number;
  readonly run: () => void;
}

/** Simulated time: tasks run in the order of their times. */
export class Clock {
  now = 0; // ms
  readonly #heap: Task[] = [];
  #order = 0;

  after(ms: number, run: () => void): void {
    const task = { time: this.now + ms, order: this.#order++, run };
    const heap = this.#heap;
    let index = heap.length;
    heap.push(task);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(task, heap[parent] as Task)) break;
      heap[index] = heap[parent] as Task;
      index = parent;
    }
    heap[index] = task;
  }

  /** Lets so many ms pass. */
  run(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const next = this.#heap[0];
      if (!next || next.time > end) break;
      this.#takeFirst();
      this.now = next.time;
      next.run();
    }
    this.now = end;
  }

  #takeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop() as Task;
    if (heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Task, heap[child] as Task))
        child++;
      if (!isBefore(heap[child] as Task, last)) break;
      heap[index] = heap[child] as Task;
      index = child;
    }
    heap[index] = last;
  }
}

function isBefore(a: Task, b: Task): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
