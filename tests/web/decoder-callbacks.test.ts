import { beforeAll, describe, expect, test, vi } from 'vitest';
import { loadCore } from '../../web/core/load-core.ts';
import { EventStreamDecoder, type EventStreamMessage } from '../../web/event-stream-decoder.ts';

const encoder = new TextEncoder();
const bytes = (text: string) => encoder.encode(text);

beforeAll(() => EventStreamDecoder.load());

describe('a decoder with onMessage', () => {
  test('gives each message to it, in order, and returns none', () => {
    const messages: EventStreamMessage[] = [];
    const decoder = new EventStreamDecoder({ onMessage: (message) => messages.push(message) });
    expect(decoder.decode(bytes('data: a\n\nevent: x\nid: 7\ndata: b\n\n'))).toEqual([]);
    expect(messages).toEqual([
      { type: 'message', data: 'a', lastEventId: '' },
      { type: 'x', data: 'b', lastEventId: '7' },
    ]);
  });

  test('reports what that throws, and goes on', () => {
    const reported: unknown[] = [];
    vi.stubGlobal('reportError', (error: unknown) => reported.push(error));
    const seen: string[] = [];
    const decoder = new EventStreamDecoder({
      onMessage({ data }) {
        seen.push(data);
        throw data;
      },
    });
    decoder.decode(bytes('data: a\n\ndata: b\n\n'));
    vi.unstubAllGlobals();
    expect(seen).toEqual(['a', 'b']);
    expect(reported).toEqual(['a', 'b']);
  });
});

const long = 'long enough to be decoded where it stands, '.repeat(2);

describe.each<[string, (chunk: Uint8Array<ArrayBuffer>) => void]>([
  ['overwrites the chunk', (chunk) => void chunk.fill(0x41)],
  ['transfers the chunk', ({ buffer }) => void structuredClone(buffer, { transfer: [buffer] })],
])('a callback that %s changes no event', (_, change) => {
  test.each([
    ['of a comment', `:\ndata: ${long}\n\n`],
    ['of a comment in the middle of an event', `data: a\n:\ndata: ${long}\n\n`],
    ['of a reconnection time', `retry: 1\ndata: ${long}\n\n`],
    ['of an event', `data: ${long}\n\n`.repeat(2)],
    [
      'of a large event before small ones',
      `data: ${'ä'.repeat(520)}\n\n${`data: ${long}\n\n`.repeat(20)}`,
    ],
    ['of the first event of many', `data: ${long}\n\n`.repeat(10_000)],
  ])('%s', (_, text) => {
    const expected = new EventStreamDecoder().decode(bytes(text)).map(({ data }) => data);
    const chunk = bytes(text).slice();
    const seen: string[] = [];
    const once = () => chunk.length > 0 && chunk[0] !== 0x41 && change(chunk);
    const decoder = new EventStreamDecoder({
      onComment: once,
      onRetry: once,
      onMessage({ data }) {
        seen.push(data);
        once();
      },
    });
    decoder.decode(chunk);
    expect(seen).toEqual(expected);
    expect(seen.join('')).toContain(long);
  });
});

describe('a decoder that is closed', () => {
  test('refuses to decode with an InvalidStateError', () => {
    const decoder = new EventStreamDecoder();
    decoder.close();
    decoder.close();
    expect(() => decoder.decode(bytes('data: a\n\n'))).toThrow(
      expect.objectContaining({ name: 'InvalidStateError' }),
    );
  });

  test('by its own callback delivers nothing more', () => {
    const seen: string[] = [];
    const decoder: EventStreamDecoder = new EventStreamDecoder({
      onMessage({ data }) {
        seen.push(data);
        decoder.close();
      },
    });
    decoder.decode(bytes('data: a\n\ndata: b\n\nid: 5\ndata: c\n\n'));
    expect(seen).toEqual(['a']);
  });

  test('gives its memory to the next one', async () => {
    const core = await loadCore();
    const event = bytes(`data: ${'x'.repeat(100_000)}\n\n`);
    const open = () => {
      const decoder = new EventStreamDecoder();
      expect(decoder.decode(event)).toHaveLength(1);
      return decoder;
    };
    open().close();
    const { byteLength } = core.bytes.buffer;
    for (let i = 0; i < 1000; i++) open().close();
    expect(core.bytes.buffer.byteLength).toBe(byteLength);
  });
});
