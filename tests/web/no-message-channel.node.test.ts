// Where there is no MessageChannel, as in some test environments, other ways lead to a later task.
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
