// Where there is no MessageChannel, as in some test environments, other ways lead to a later task; and so does a
// polyfill of it, in a way.
import { afterEach, expect, test, vi } from 'vitest';
import { scriptedFetch } from '../support/scripted-fetch.ts';
import { openUrl } from '../support/sources.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const kEvents = 100;

test.each([['MessageChannel'], ['MessageChannel', 'BroadcastChannel']])(
  'without %s %s, what an async listener awaits comes before the next event',
  async (...missing) => {
    for (const name of missing) vi.stubGlobal(name, undefined);
    const chunk = Array.from({ length: kEvents }, (_, i) => `data: ${i}\n\n`).join('');
    const { source, events } = openUrl('http://127.0.0.1:9/', {
      fetch: scriptedFetch([
        { chunks: [chunk], then: 'end' },
        { chunks: [], then: 'hold' },
      ]),
    });
    let stored = 0;
    source.onmessage = async () => {
      const read = await Promise.resolve(stored);
      await undefined;
      stored = read + 1;
    };
    await events.next('open');
    await events.messages(kEvents);
    await events.next('error');
    await events.next('open');
    expect(stored).toBe(kEvents);
  },
);

/** As polyfills make them: it calls at once, with an object that is no Event, and has nothing to close. */
class PortOfPolyfill {
  onmessage: ((event: object) => void) | null = null;
  other: PortOfPolyfill | undefined;
  readonly listeners: ((event: object) => void)[] = [];
  addEventListener(_type: string, listener: (event: object) => void): void {
    this.listeners.push(listener);
  }
  postMessage(data: unknown): void {
    const event = { data };
    this.other?.onmessage?.(event);
    for (const listener of this.other?.listeners ?? []) listener(event);
  }
  start(): void {}
  close(): void {}
}

class ChannelOfPolyfill {
  readonly port1 = new PortOfPolyfill();
  readonly port2 = new PortOfPolyfill();
  constructor() {
    this.port1.other = this.port2;
    this.port2.other = this.port1;
  }
}

test('with a polyfill of MessageChannel, all events of a chunk come', async () => {
  vi.stubGlobal('MessageChannel', ChannelOfPolyfill);
  const chunk = Array.from({ length: kEvents }, (_, i) => `data: ${i}\n\n`).join('');
  const { source, events } = openUrl('http://127.0.0.1:9/', {
    fetch: scriptedFetch([{ chunks: [chunk, chunk], then: 'end' }]),
    retry: false,
  });
  await events.next('open');
  expect(await events.messages(2 * kEvents)).toHaveLength(2 * kEvents);
  expect(await source.closed).toEqual({ by: 'end' });
});
