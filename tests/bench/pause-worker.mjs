// A consumer that takes events by `for await`, or its own time.
import { EventSource } from '../../dist/index.js';
import { runCommands } from './command-loop.mjs';

let iterator;

runCommands({
  open: (url) => {
    iterator = new EventSource(url)[Symbol.asyncIterator]();
  },
  /** Takes events for so many ms; gives their number. */
  take: async (milliseconds) => {
    const end = performance.now() + milliseconds;
    let events = 0;
    for (; performance.now() < end; events++) await iterator.next();
    return events;
  },
  /** Bytes, after everything that can go has gone. */
  memory: async () => {
    for (let i = 0; i < 3; i++) {
      globalThis.gc();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const { heapUsed, external, rss } = process.memoryUsage();
    return { held: heapUsed + external, rss };
  },
});
