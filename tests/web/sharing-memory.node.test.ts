// What a source that shared a connection leaves behind when it is closed.
import { afterEach, expect, test, vi } from 'vitest';
import { EventSource } from '../../web/index.ts';
import { collectUntil } from '../support/collect-garbage.ts';
import { scriptedFetch } from '../support/scripted-fetch.ts';

/** Locks of one page; as many are held as there are names in it. */
class Locks {
  readonly held = new Map<string, (() => void)[]>();

  async request(name: string, ...rest: unknown[]): Promise<unknown> {
    const work = rest.at(-1) as (lock: object | null) => unknown;
    const { ifAvailable } = rest.length === 2 ? (rest[0] as LockOptions) : {};
    await undefined; // never at once
    const waiting = this.held.get(name);
    if (waiting && ifAvailable) return work(null);
    if (waiting) await new Promise<void>((resolve) => waiting.push(resolve));
    else this.held.set(name, []);
    try {
      return await work({ name });
    } finally {
      const next = this.held.get(name)?.shift();
      if (next) next();
      else this.held.delete(name);
    }
  }
}

afterEach(() => vi.unstubAllGlobals());

test('a closed source that shared a connection is collected, and holds no lock and no channel', async () => {
  const locks = new Locks();
  const channels = new Set<BroadcastChannel>();
  vi.stubGlobal('location', new URL('http://127.0.0.1:9/'));
  vi.stubGlobal('navigator', { locks });
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('removeEventListener', () => {});
  vi.stubGlobal(
    'BroadcastChannel',
    class extends BroadcastChannel {
      constructor(name: string) {
        super(name);
        channels.add(this);
      }

      override close(): void {
        super.close();
        channels.delete(this);
      }
    },
  );
  const fetch = scriptedFetch([{ chunks: ['data: 1\n\n'], then: 'hold' }]);
  const use = async () => {
    const source = new EventSource('http://127.0.0.1:9/', { share: { key: 'a' }, fetch });
    await new Promise((resolve) => source.addEventListener('message', resolve, { once: true }));
    expect(source.stats.sharing).toBe('leader');
    expect([locks.held.size, channels.size]).toEqual([1, 1]);
    source.close();
    return new WeakRef(source);
  };
  const references: WeakRef<EventSource>[] = [];
  for (let i = 0; i < 10; i++) references.push(await use());
  await vi.waitFor(() => expect(locks.held.size).toBe(0));
  expect(channels.size).toBe(0);
  const isCollected = () => references.every((reference) => reference.deref() === undefined);
  expect(await collectUntil(isCollected)).toBe(true);
});
