import { expect, onTestFinished, test } from 'vitest';
import { loadCore } from '../../web/core/load-core.ts';
import { EventStreamDecoder, EventStreamDecoderStream } from '../../web/decoder.ts';
import { collectUntil } from '../support/collect-garbage.ts';

const event = new TextEncoder().encode('data: x\n\n');

/** Counts the parsers that are given back from now on. */
async function countDestroyed(): Promise<{ destroyed: number }> {
  const { functions } = await loadCore();
  const { destroySource } = functions;
  const count = { destroyed: 0 };
  functions.destroySource = (handle) => {
    count.destroyed++;
    destroySource(handle);
  };
  onTestFinished(() => {
    functions.destroySource = destroySource;
  });
  return count;
}

test('a decoder that nobody closes gives its memory back when it is collected', async () => {
  await EventStreamDecoder.load();
  const count = await countDestroyed();
  for (let i = 0; i < 20; i++) new EventStreamDecoder().decode(event);
  expect(await collectUntil(() => count.destroyed >= 20)).toBe(true);
});

test('so does a stream that is left in the middle, and none gives it back twice', async () => {
  const count = await countDestroyed();
  // In a function of its own, whose variables do not outlive the call.
  const readOne = async (isClosed: boolean) => {
    const { readable, writable } = new EventStreamDecoderStream();
    const writer = writable.getWriter();
    void writer.write(event);
    await readable.getReader().read();
    if (isClosed) await writer.close();
  };
  for (let i = 0; i < 20; i++) await readOne(i % 2 === 0);
  expect(await collectUntil(() => count.destroyed >= 20)).toBe(true);
  expect(await collectUntil(() => count.destroyed > 20, 5)).toBe(false);
});
