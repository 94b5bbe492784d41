// close() some microtasks after one of the caller's functions was called.
import { EventSource, type EventSourceInit } from '../../../web/index.ts';

/** More than there are between two functions, or between the last of them and fetch. The first is called by the constructor. */
const kMostMicrotasks = 12;

const task = () => new Promise((resolve) => setTimeout(resolve));

/** Calls `act` after so many microtasks. */
function later(microtasks: number, act: () => void): void {
  if (microtasks === 0) act();
  else queueMicrotask(() => later(microtasks - 1, act));
}

/**
 * For each of the functions that are asked for a request, and each number of microtasks, what was called after
 * close(): functions and fetch.
 */
export async function calledAfterClose(init: EventSourceInit): Promise<string[]> {
  const after: string[] = [];
  const names = init.share ? ['url', 'headers'] : ['url', 'method', 'headers', 'body'];
  for (const first of names) {
    for (let microtasks = 1; microtasks <= kMostMicrotasks; microtasks++) {
      await new Promise<void>((resolve) => {
        let isClosed = false;
        const called = (name: string) => {
          if (isClosed) after.push(`${name}, ${microtasks} microtasks after ${first}`);
          if (name !== first) return;
          later(microtasks, () => {
            source.close();
            isClosed = true;
            resolve();
          });
        };
        const functions = names.map((name) => [
          name,
          () => {
            called(name);
            return name === 'method' ? 'POST' : undefined;
          },
        ]);
        const source = new EventSource('http://127.0.0.1:9/', {
          ...init,
          ...Object.fromEntries(functions),
          fetch: () => {
            called('fetch');
            return new Promise(() => {});
          },
        });
      });
      for (let tasks = 0; tasks < 3; tasks++) await task();
    }
  }
  return after;
}
