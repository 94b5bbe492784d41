// [beyond the standard] The parser as a TransformStream, for streams of the caller's own.
import { describe, expect, test } from 'vitest';
import { EventStreamDecoderStream, type EventStreamMessage } from '../../web/index.ts';

const encoder = new TextEncoder();

function bytes(...chunks: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) {
        controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
      }
      controller.close();
    },
  });
}

async function collect(stream: ReadableStream<EventStreamMessage>): Promise<EventStreamMessage[]> {
  const messages: EventStreamMessage[] = [];
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return messages;
    messages.push(value);
  }
}

describe('EventStreamDecoderStream', () => {
  test('turns the bytes of a response into messages, however they are cut', async () => {
    const text = 'id: 1\ndata: ä\n\nevent: x\ndata: b\ndata: c\n\ndata: incomplete';
    const expected = [
      { type: 'message', data: 'ä', lastEventId: '1' },
      { type: 'x', data: 'b\nc', lastEventId: '1' },
    ];
    const body = new Response(text).body as ReadableStream<Uint8Array>;
    expect(await collect(body.pipeThrough(new EventStreamDecoderStream()))).toEqual(expected);
    const single = [...encoder.encode(text)].map((byte) => new Uint8Array([byte]));
    const stream = bytes(...single).pipeThrough(new EventStreamDecoderStream());
    expect(await collect(stream)).toEqual(expected);
  });

  test('takes the options of EventStreamDecoder', async () => {
    const comments: string[] = [];
    const retries: number[] = [];
    const stream = bytes(': hi\nretry: 7\ndata: 1\n\n').pipeThrough(
      new EventStreamDecoderStream({
        lastEventId: 'before',
        onComment: (text) => comments.push(text),
        onRetry: (milliseconds) => retries.push(milliseconds),
      }),
    );
    expect(await collect(stream)).toEqual([{ type: 'message', data: '1', lastEventId: 'before' }]);
    expect([comments, retries]).toEqual([['hi'], [7]]);
  });

  test('takes in no more than a chunk or two while nobody reads', async () => {
    const count = 100;
    let pulled = 0;
    const source = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (pulled === count) controller.close();
          else controller.enqueue(encoder.encode(`data: ${pulled++}\n\n`));
        },
      },
      { highWaterMark: 0 },
    );
    const reader = source.pipeThrough(new EventStreamDecoderStream()).getReader();
    for (let i = 0; i < count; i++) {
      expect((await reader.read()).value?.data).toBe(String(i));
      for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve));
      expect(pulled).toBeLessThanOrEqual(i + 3);
    }
    expect((await reader.read()).done).toBe(true);
  });

  test('fails with a RangeError for an event that is too large', async () => {
    const decoder = new EventStreamDecoderStream({ maxEventSize: 10 });
    const stream = bytes(`data: ${'x'.repeat(1000)}`).pipeThrough(decoder);
    await expect(collect(stream)).rejects.toThrow(RangeError);
  });

  test('takes chunks that are buffers or views of any kind', async () => {
    const { buffer } = encoder.encode('data: 1\n\n');
    const chunks = [buffer, new DataView(buffer), new Int8Array(buffer)];
    const stream = new ReadableStream<BufferSource>({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(chunk);
        controller.close();
      },
    });
    const messages = await collect(stream.pipeThrough(new EventStreamDecoderStream()));
    expect(messages.map(({ data }) => data)).toEqual(['1', '1', '1']);
  });

  test('fails with a TypeError for what is not bytes', async () => {
    const texts = new ReadableStream<never>({
      start: (controller) => controller.enqueue('data: 1\n\n' as never),
    });
    const stream = texts.pipeThrough(new EventStreamDecoderStream());
    await expect(collect(stream)).rejects.toThrow(/ArrayBuffer.*got a string/);
  });

  test('knows the last event ID, from the beginning to after the end', async () => {
    const decoder = new EventStreamDecoderStream({ lastEventId: 'before' });
    expect(decoder.lastEventId).toBe('before');
    const writer = decoder.writable.getWriter();
    const reader = decoder.readable.getReader();
    void writer.write(encoder.encode('id: 1\ndata: a\n\n'));
    await reader.read();
    expect(decoder.lastEventId).toBe('1');
    void writer.write(encoder.encode('id: 2\n\nid: 3\ndata: incomplete'));
    void writer.close();
    expect((await reader.read()).done).toBe(true);
    expect(decoder.lastEventId).toBe('2');
    expect(new EventStreamDecoderStream().lastEventId).toBe('');
  });

  test('passes the failure of its source on', async () => {
    const gone = new Error('gone');
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(gone),
    });
    await expect(collect(broken.pipeThrough(new EventStreamDecoderStream()))).rejects.toBe(gone);
  });

  test('passes on that it was cancelled, or aborted, while a chunk waits to be read', async () => {
    const reasons = [new Error('cancelled'), new Error('aborted')];
    const [cancelled, aborted] = reasons.map(() => new EventStreamDecoderStream());
    for (const { writable } of [cancelled, aborted]) {
      const writer = writable.getWriter();
      for (let i = 0; i < 3; i++) writer.write(encoder.encode(`data: ${i}\n\n`)).catch(() => {});
      writer.closed.catch(() => {});
      writer.releaseLock();
    }
    await cancelled.readable.cancel(reasons[0]);
    const writer = cancelled.writable.getWriter();
    await expect(writer.closed).rejects.toBe(reasons[0]);
    await aborted.writable.abort(reasons[1]);
    await expect(aborted.readable.getReader().read()).rejects.toBe(reasons[1]);
  });

  test.each(['cancelled', 'aborted'])(
    'no write of what waits counts as done when it is %s',
    async (how) => {
      const reason = new Error(how);
      const { readable, writable } = new EventStreamDecoderStream();
      const writer = writable.getWriter();
      writer.closed.catch(() => {});
      const reader = readable.getReader();
      const write = (data: number) => writer.write(encoder.encode(`data: ${data}\n\n`));
      await Promise.all([reader.read(), write(0)]);
      const writes = [1, 2].map(write);
      const results = Promise.allSettled(writes);
      if (how === 'cancelled') await reader.cancel(reason);
      else await writer.abort(reason);
      expect(await results).toEqual(writes.map(() => ({ status: 'rejected', reason })));
    },
  );

  test.each(['onComment', 'onRetry', 'onMessage'])(
    'that is cancelled by %s writes the rest of the chunk nowhere',
    async (name) => {
      const reason = new Error('cancelled');
      let cancelled: Promise<void> | undefined;
      const cancel = () => {
        cancelled ??= reader.cancel(reason);
      };
      const stream = new EventStreamDecoderStream({ [name]: cancel });
      const reader = stream.readable.getReader();
      const read = reader.read();
      const writer = stream.writable.getWriter();
      writer.closed.catch(() => {});
      await writer.write(encoder.encode('data: 1\n\n: x\nretry: 1\ndata: 2\n\n'));
      await cancelled;
      expect(await read).toEqual({ value: undefined, done: true });
      await expect(writer.closed).rejects.toBe(reason);
    },
  );

  test('ends while an incomplete event is all that came', async () => {
    for (const text of ['', 'data: incomplete', ': comment\n\n']) {
      expect(await collect(bytes(text).pipeThrough(new EventStreamDecoderStream()))).toEqual([]);
    }
  });

  test('gives each of several readers that wait its message', async () => {
    const { readable, writable } = new EventStreamDecoderStream();
    const reader = readable.getReader();
    const reads = [reader.read(), reader.read(), reader.read(), reader.read()];
    const writer = writable.getWriter();
    for (const text of ['data: 1\n', '\ndata: 2\n\nda', 'ta: 3\n\n']) {
      await writer.write(encoder.encode(text));
    }
    await writer.close();
    const results = await Promise.all(reads);
    expect(results.map(({ value }) => value?.data)).toEqual(['1', '2', '3', undefined]);
  });
});
