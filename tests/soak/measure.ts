import { loadCore } from '../../web/core/load-core.ts';

/** What a page has in use. */
export interface Memory {
  /** JavaScript's heap after a collection, bytes. */
  heap: number;
  /** The memory of the WebAssembly module, bytes. */
  wasm: number;
  /** Listeners on window and document. */
  listeners: number;
}

/** Listeners on window and document: how many were added and not removed. */
export const pageListeners = { count: 0 };
for (const target of [globalThis, document]) {
  const { addEventListener, removeEventListener } = target;
  target.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    pageListeners.count += 1;
    addEventListener.apply(target, args);
  };
  target.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    pageListeners.count -= 1;
    removeEventListener.apply(target, args);
  };
}

const { gc, performance } = globalThis as unknown as {
  gc: () => void;
  performance: Performance & { memory: { usedJSHeapSize: number } };
};

const turn = () => new Promise((resolve) => setTimeout(resolve, 50));

export async function memory(): Promise<Memory> {
  for (let i = 0; i < 4; i++) {
    await turn();
    gc();
  }
  const { bytes } = await loadCore();
  return {
    heap: performance.memory.usedJSHeapSize,
    wasm: bytes.buffer.byteLength,
    listeners: pageListeners.count,
  };
}

/** Counts timers from now on; returns how many of them have neither fired nor been cleared. */
export function countTimers(): () => number {
  const pending = new Set<number>();
  const { setTimeout, clearTimeout } = globalThis;
  globalThis.setTimeout = ((callback: () => void, ms?: number) => {
    const id = setTimeout(() => {
      pending.delete(id);
      callback();
    }, ms) as unknown as number;
    pending.add(id);
    return id;
  }) as typeof setTimeout;
  globalThis.clearTimeout = ((id?: number) => {
    if (id !== undefined) pending.delete(id);
    clearTimeout(id);
  }) as typeof clearTimeout;
  return () => pending.size;
}
