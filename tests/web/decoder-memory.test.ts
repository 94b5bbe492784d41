// Decoders give the module's memory back.
import { describe, expect, test } from 'vitest';
import { loadCore } from '../../web/core/load-core.ts';
import { EventStreamDecoderStream, type EventStreamMessage } from '../../web/decoder.ts';

const kStreams = 300;
const chunk = new TextEncoder().encode(`data: ${'x'.repeat(300_000)}\n\n`);

/** How an EventStreamDecoderStream can be done with, after its first message. */
const kEnds: Record<string, (stream: EventStreamDecoderStream) => Promise<unknown>> = {
  'have ended': async ({ readable, writable }) => {
    const ended = writable.close();
    const reader = readable.getReader();
    while (!(await reader.read()).done);
    await ended;
  },
  'have been cancelled': ({ readable }) => readable.cancel(),
  'have been aborted': ({ writable }) => writable.abort(),
  'have failed': async ({ readable, writable }) => {
    const written = writable.getWriter().write('text' as never);
    const read = readable.getReader().read();
    await Promise.allSettled([written, read]);
  },
};

describe('the memory of EventStreamDecoderStreams', () => {
  for (const [name, end] of Object.entries(kEnds)) {
    test(`is given to the next ones when they ${name}`, async () => {
      const core = await loadCore();
      const play = async () => {
        const stream = new EventStreamDecoderStream();
        const { readable, writable } = stream;
        const writer = writable.getWriter();
        const written = writer.write(chunk);
        const reader = readable.getReader();
        const { value } = await reader.read();
        expect((value as EventStreamMessage).data).toHaveLength(300_000);
        await written;
        writer.releaseLock();
        reader.releaseLock();
        await end(stream);
      };
      for (let i = 0; i < 3; i++) await play();
      const { byteLength } = core.bytes.buffer;
      for (let i = 0; i < kStreams; i++) await play();
      expect(core.bytes.buffer.byteLength).toBe(byteLength);
    });
  }

  test('is not taken before the first chunk', async () => {
    const core = await loadCore();
    const { byteLength } = core.bytes.buffer;
    const streams = Array.from({ length: 10_000 }, () => new EventStreamDecoderStream());
    await Promise.all(streams.slice(0, 3).map(({ readable }) => readable.cancel()));
    expect(core.bytes.buffer.byteLength).toBe(byteLength);
  });
});
