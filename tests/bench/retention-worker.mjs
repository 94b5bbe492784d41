// Keeps a few events of a long stream, and tells how much memory that takes.
import { runCommands } from './command-loop.mjs';
import { CONTESTANTS } from './contestants/index.mjs';
import { createWorkload } from './workloads.mjs';

const CHUNK_BYTES = 65536;
const BLOCK_BYTES = 1 << 20;

/** Bytes of the heap in use, after everything that can go has gone. */
async function heapInUse() {
  for (let i = 0; i < 4; i++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return globalThis.performance.memory?.usedJSHeapSize ?? process.memoryUsage().heapUsed;
}

/**
 * Parses `mebibytes` of content in which no event is like another, and keeps each `every`-th event's data.
 * @returns {Promise<{ kept: number, retained: number }>} bytes
 */
async function keep({ contestant: name, workload, mebibytes, every }) {
  const contestant = CONTESTANTS.find((one) => one.name === name);
  await contestant.load?.();
  const kept = [];
  let events = 0;
  const parser = contestant.open((_type, data) => {
    if (events++ % every === 0) kept.push(data);
  });
  // The first block also brings the parser's own buffers to their size; they are not what is asked for.
  push(parser, createWorkload(workload, BLOCK_BYTES, { seed: 999 }).bytes);
  kept.length = 0;
  const before = await heapInUse();
  for (let seed = 1; seed <= mebibytes; seed++) {
    push(parser, createWorkload(workload, BLOCK_BYTES, { seed }).bytes);
  }
  const retained = (await heapInUse()) - before;
  return { kept: kept.reduce((sum, data) => sum + bytesOf(data), 0), retained };
}

/** What the engines take for a string: one byte per character, or two when it has other than Latin ones. */
const bytesOf = (data) => data.length * (/[^\0-\xff]/.test(data) ? 2 : 1);

function push(parser, bytes) {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    parser.push(bytes.subarray(at, at + CHUNK_BYTES));
  }
}

runCommands({
  contestants: () => CONTESTANTS.map(({ name }) => name),
  keep,
});
