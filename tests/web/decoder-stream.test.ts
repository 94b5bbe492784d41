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

  test('fails with a TypeError for what is not bytes, and for a wrong option', async () => {
    const texts = new ReadableStream<never>({
      start: (controller) => controller.enqueue('data: 1\n\n' as never),
    });
    const stream = texts.pipeThrough(new EventStreamDecoderStream());
    await expect(collect(stream)).rejects.toThrow(/Uint8Array/);
    const wrong = bytes('').pipeThrough(new EventStreamDecoderStream({ maxEventSize: 0 }));
    await expect(collect(wrong)).rejects.toThrow(/maxEventSize/);
  });

  test('passes the failure of its source on', async () => {
    const gone = new Error('gone');
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(gone),
    });
    await expect(collect(broken.pipeThrough(new EventStreamDecoderStream()))).rejects.toBe(gone);
  });
});
