// [beyond the standard] What a member of a shared connection keeps: the leader for those who missed it,
// each for a source that is slow.
import { expect, test } from 'vitest';
import { BlockQueue } from '../../web/connection/sharing/block-queue.ts';
import { BlockRing } from '../../web/connection/sharing/block-ring.ts';
import type { Block } from '../../web/connection/sharing/messages.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const kMebibyte = 1024 * 1024;

test('the latest blocks are kept, and found by their number and by the ID of an event', () => {
  const ring = new BlockRing('0', 1000);
  for (let id = 1; id <= 100; id++) {
    ring.push({ id: `${id}`, bytes: bytes(`id: ${id}\ndata: a\n\ndata: b\n\n`) });
  }
  expect([ring.next, ring.id, ring.isWhole]).toEqual([100, '100', false]);
  const first = [...Array(101).keys()].findIndex((sequence) => ring.has(sequence));
  expect(first).toBeGreaterThan(80);
  expect(ring.from(first)).toHaveLength(100 - first);
  expect(ring.from(98).map(({ id }) => id)).toEqual(['99', '100']);
  expect(ring.idBefore(first)).toBe(`${first}`);
  expect(ring.find('99')).toEqual({ sequence: 98, offset: 'id: 99\ndata: a\n\n'.length });
  expect(ring.find(`${first}`)).toBe(undefined);
});

test('it begins anew after an ID as long as nothing but comments has come, and goes on counting', () => {
  const ring = new BlockRing('', 1000);
  ring.push({ id: '', bytes: bytes(':\n\n') });
  expect(ring.beginAfter('7')).toBe(true);
  expect([ring.next, ring.id, ring.find('7')]).toEqual([1, '7', { sequence: 1, offset: 0 }]);
  for (const text of ['data: a\n\n', 'id: 1\n\n']) {
    const other = new BlockRing('', 1000);
    other.push({ id: '', bytes: bytes(text) });
    expect(other.beginAfter('7')).toBe(false);
  }
});

test('an ID is not found where an event without one that followed it is gone', () => {
  const event = (id: string) => ({ id, bytes: bytes(`id: ${id}\ndata: a\n\n`) });
  const without = (id: string, text: string) => ({ id, bytes: bytes(text) });
  const later = without('2', `data: ${'b'.repeat(350)}\n\n`); // takes the place of all others
  const ringOf = (...blocks: Block[]) => {
    const ring = new BlockRing('0', 440);
    for (const block of [...blocks, later]) ring.push(block);
    expect(ring.from(ring.next - 1)).toEqual([later]);
    expect(ring.has(ring.next - 2)).toBe(false);
    return ring;
  };
  const place = { sequence: 2, offset: 0 };
  expect(ringOf(event('1'), event('2')).find('2')).toEqual(place);
  expect(ringOf(event('2'), without('2', ': comment\n\n')).find('2')).toEqual(place);
  expect(ringOf(event('2'), without('2', 'data: a\n\n')).find('2')).toBe(undefined);
  const both = without('2', 'id: 2\ndata: a\n\ndata: b\n\n');
  expect(ringOf(event('1'), both).find('2')).toBe(undefined);
});

test('the smallest blocks take no more memory than others', () => {
  const ring = new BlockRing('', kMebibyte);
  for (let i = 0; i < 100_000; i++) ring.push({ id: '', bytes: bytes(':\n') });
  expect(ring.has(ring.next - 10_000)).toBe(true);
  expect(ring.has(ring.next - 20_000)).toBe(false);
  const queue = new BlockQueue(() => {});
  while (queue.bytes < kMebibyte) queue.push(bytes(':\n'));
  expect(queue.arrived).toBeLessThan(5000);
});
