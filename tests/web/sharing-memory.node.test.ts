// What a source that shared a connection leaves behind when it is closed.
import { expect, test } from 'vitest';
import { EventSource } from '../../web/index.ts';
import { collectUntil } from '../support/collect-garbage.ts';
import { scriptedFetch } from '../support/scripted-fetch.ts';
import { until } from '../support/until.ts';
import { onePage } from './sharing/one-page.ts';

test('a closed source that shared a connection is collected, and holds no lock and no channel', async () => {
  const { held, channels } = onePage();
  const fetch = scriptedFetch([{ chunks: ['data: 1\n\n'], then: 'hold' }]);
  const use = async () => {
    const source = new EventSource('http://127.0.0.1:9/', { share: { key: 'a' }, fetch });
    await new Promise((resolve) => source.addEventListener('message', resolve, { once: true }));
    expect(source.stats.sharing).toBe('leader');
    expect([held.size, channels.size]).toEqual([1, 1]);
    source.close();
    return new WeakRef(source);
  };
  const references: WeakRef<EventSource>[] = [];
  for (let i = 0; i < 10; i++) references.push(await use());
  await until(() => expect(held.size).toBe(0));
  expect(channels.size).toBe(0);
  const isCollected = () => references.every((reference) => reference.deref() === undefined);
  expect(await collectUntil(isCollected)).toBe(true);
});
