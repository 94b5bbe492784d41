// How a stream arrives: in which pieces the bytes reach a parser.

/** Bytes a piece has; 'event' means one block per piece. */
export const CUTS = { '64 KiB': 65536, '1,400 B': 1400, 'one event': 'event', 'one byte': 1 };

/**
 * @typedef {{ chunks: Uint8Array[], bytes: number, events: number }} Window whole events, in pieces
 */

/**
 * Divides a workload into windows of whole events, about `size` bytes each, and cuts each to pieces.
 * @param {import('./workloads.mjs').Workload} workload
 * @param {string} cut a key of CUTS
 * @param {number} size bytes of a window; a window has at least one event
 * @returns {Window[]}
 */
export function cutToWindows(workload, cut, size) {
  const { bytes, ends, counts } = workload;
  const windows = [];
  let firstBlock = 0;
  let start = 0;
  for (let block = 0; block < ends.length; block++) {
    if (ends[block] - start < size && block !== ends.length - 1) continue;
    const before = firstBlock === 0 ? 0 : counts[firstBlock - 1];
    const pieces = CUTS[cut];
    const chunks =
      pieces === 'event'
        ? cutAt(bytes, start, ends.subarray(firstBlock, block + 1))
        : cutEvery(bytes, start, ends[block], pieces);
    if (counts[block] > before) {
      windows.push({ chunks, bytes: ends[block] - start, events: counts[block] - before });
    }
    firstBlock = block + 1;
    start = ends[block];
  }
  return windows;
}

function cutEvery(bytes, start, end, length) {
  const chunks = [];
  for (let at = start; at < end; at += length)
    chunks.push(bytes.subarray(at, Math.min(at + length, end)));
  return chunks;
}

function cutAt(bytes, start, ends) {
  const chunks = [];
  let at = start;
  for (const end of ends) {
    chunks.push(bytes.subarray(at, end));
    at = end;
  }
  return chunks;
}
