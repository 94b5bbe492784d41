// The ways to a later task, and to what comes after all microtasks.
import { afterEach, expect, test, vi } from 'vitest';
import { inTurns, nextTask } from '../../web/connection/scheduling.ts';
import { engine } from '../support/sources.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Counts the channels that are made, and those that are closed. */
function watchChannels() {
  const count = { made: 0, closed: 0 };
  vi.stubGlobal(
    'MessageChannel',
    class extends MessageChannel {
      constructor() {
        super();
        count.made++;
        const close = this.port1.close.bind(this.port1);
        this.port1.close = () => {
          count.closed++;
          close();
        };
      }
    },
  );
  return count;
}

/** In a browser one channel is kept; in Node an open one would keep the process alive. */
function expectKept(count: { made: number; closed: number }, uses: number) {
  if (engine === 'node') expect(count).toEqual({ made: uses, closed: uses });
  else expect(count.made).toBeLessThanOrEqual(1); // an earlier test may have made it
}

test('each who waits for a task has one of its own, in turn', async () => {
  const count = watchChannels();
  const order: string[] = [];
  const wait = async (name: string) => {
    await nextTask();
    order.push(name);
    await undefined;
    order.push(`${name}, microtask`);
  };
  for (let i = 0; i < 3; i++) {
    order.length = 0;
    await Promise.all([wait('a'), wait('b'), wait('c')]);
    expect(order).toEqual(['a', 'a, microtask', 'b', 'b, microtask', 'c', 'c, microtask']);
  }
  expectKept(count, 9);
});

const kLevels = 20; // of microtasks that each step leads to

test.each([1, 2, 3, 600])(
  'between two of %i steps all microtasks run, whoever else takes steps meanwhile',
  async (steps) => {
    const count = watchChannels();
    const finished = new Map<string, number>(); // how many steps' microtasks have all run
    const run = async (name: string) => {
      finished.set(name, 0);
      let taken = 0;
      const lead = async () => {
        for (let level = 0; level < kLevels; level++) await undefined;
        finished.set(name, taken);
      };
      await inTurns(() => {
        expect(finished.get(name)).toBe(taken);
        taken++;
        void lead();
        return taken < steps;
      });
      expect(taken).toBe(steps);
    };
    const others = [nextTask(), run('a'), nextTask(), run('b'), run('c'), nextTask()];
    await Promise.all(others);
    await nextTask();
    expect([...finished.values()]).toEqual([steps, steps, steps]);
    expectKept(count, 7);
  },
);

test('a task comes between two long runs of steps', async () => {
  let others = 0;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    others++;
    port2.postMessage(null);
  };
  port2.postMessage(null);
  let steps = 0;
  await inTurns(() => ++steps < 2000);
  port1.close();
  // A message has 256 steps at most, and in WebKit two of another channel may come in a row.
  expect(others).toBeGreaterThanOrEqual(engine === 'webkit' ? 3 : 6);
});
