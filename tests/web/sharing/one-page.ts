// What sources that share a connection need of a browser, in Node: one page with locks and channels.
import { onTestFinished, vi } from 'vitest';

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

/**
 * Until the test is over, sources find each other. Returns the locks that are held, the open channels, and
 * what puts the page into the back/forward cache and takes it out again.
 */
export function onePage() {
  const locks = new Locks();
  const channels = new Set<BroadcastChannel>();
  const { BroadcastChannel: Channel } = globalThis;
  vi.stubGlobal('location', new URL('http://127.0.0.1:9/'));
  vi.stubGlobal('navigator', { locks });
  const page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  vi.stubGlobal(
    'BroadcastChannel',
    class extends Channel {
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
  onTestFinished(() => void vi.unstubAllGlobals());
  const leaveAndReturn = () => {
    for (const type of ['pagehide', 'pageshow']) page.dispatchEvent(new Event(type));
  };
  return { held: locks.held, channels, leaveAndReturn };
}
