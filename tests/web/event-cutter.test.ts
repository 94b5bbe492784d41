// A leader cuts its stream between events: what its followers parse is to be what it would parse itself.
import { expect, test, vi } from 'vitest';
import { EventCutter } from '../../web/connection/sharing/event-cutter.ts';
import { readIds } from '../../web/connection/sharing/event-lines.ts';
import { RandomStream } from '../support/random-stream.ts';
import { parseByTheStandard } from '../support/reference-parser.ts';

const kStreams = 400;
const kMebibyte = 1024 * 1024;

const encoder = new TextEncoder();

test('blocks that are parsed one by one give the events and IDs of the stream', () => {
  for (let seed = 1; seed <= kStreams; seed++) {
    const random = new RandomStream(seed);
    const stream = random.stream(40);
    const cutter = new EventCutter('before', kMebibyte);
    const observations: unknown[] = [];
    let id = 'before';
    for (const chunk of random.cut(stream)) {
      const block = cutter.push(chunk);
      chunk.fill(0x78); // its buffer is used again
      if (!block) continue;
      // That one of the stream is gone. What a block begins with is no other.
      const bytes = Uint8Array.from([0xef, 0xbb, 0xbf, ...block.bytes]);
      const parsed = parseByTheStandard(bytes, id);
      observations.push(...parsed.observations);
      const ids: string[] = [];
      readIds(block.bytes, (each) => ids.push(each));
      expect(ids.at(-1) ?? id, `seed ${seed}`).toBe(parsed.lastEventId);
      expect(block.id, `seed ${seed}`).toBe(parsed.lastEventId);
      id = block.id;
    }
    const expected = parseByTheStandard(stream, 'before');
    const isEvent = (each: object) => 'event' in each;
    expect(
      observations.filter((each) => isEvent(each as object)),
      `seed ${seed}`,
    ).toEqual(expected.observations.filter(isEvent));
    expect(id, `seed ${seed}`).toBe(expected.lastEventId);
  }
});

test('blocks stay as they were when more comes', () => {
  const cutter = new EventCutter('', kMebibyte);
  const events = Array.from({ length: 500 }, (_, n) => `id: ${n}\ndata: ${'x'.repeat(n)}\n\n`);
  const blocks = events.map((event) => cutter.push(encoder.encode(event))?.bytes);
  expect(blocks.map((bytes) => new TextDecoder().decode(bytes))).toEqual(events);
});

test('a long line that comes in many chunks is searched once', () => {
  const kChunks = 1000;
  const cutter = new EventCutter('', 64 * kMebibyte);
  const { indexOf } = Uint8Array.prototype;
  let searched = 0;
  const search = vi.spyOn(Uint8Array.prototype, 'indexOf');
  search.mockImplementation(function (this: Uint8Array, byte, from = 0) {
    searched += this.length - from;
    return indexOf.call(this, byte, from);
  });
  cutter.push(encoder.encode('data: '));
  for (let i = 0; i < kChunks; i++) cutter.push(new Uint8Array(1024).fill(0x78));
  const block = cutter.push(encoder.encode('\n\n'));
  search.mockRestore();
  expect(block?.bytes.length).toBe(kChunks * 1024 + 8);
  expect(searched).toBeGreaterThan(kChunks * 1024);
  expect(searched).toBeLessThan(3 * kChunks * 1024); // for each kind of line end
});
