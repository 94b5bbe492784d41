/**
 * Resolves in a task of its own, after what the browser has already queued (input, rendering, timers).
 * Not by a timer: those are clamped in nested use and throttled to seconds in hidden pages.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close(); // else it would keep a Node process alive
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Resolves after the microtasks that are queued, and those they queue in turn, some levels deep. */
export async function microtasks(): Promise<void> {
  for (let level = 0; level < 4; level++) await undefined;
}
