// The way to a later task.
import { afterEach, expect, test, vi } from 'vitest';
import { nextTask } from '../../web/connection/scheduling.ts';
import { engine } from '../support/sources.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

test('each who waits has a task of its own, in turn, and a browser makes one channel at most', async () => {
  let channels = 0;
  let closed = 0;
  vi.stubGlobal(
    'MessageChannel',
    class extends MessageChannel {
      constructor() {
        super();
        channels++;
        const close = this.port1.close.bind(this.port1);
        this.port1.close = () => {
          closed++;
          close();
        };
      }
    },
  );
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
  if (engine === 'node') {
    expect(closed).toBe(9); // an open one would keep the process alive
  } else {
    expect(channels).toBeLessThanOrEqual(1); // an earlier test may have made it
  }
});
