// What must grow in proportion, and no faster: long lines in small pieces, events of many lines.
import { runCommands } from './command-loop.mjs';
import { CONTESTANTS } from './contestants/index.mjs';

const contestantOf = (name) => CONTESTANTS.find((contestant) => contestant.name === name);

/** One line of data of `size` bytes, in pieces of `piece`. */
function* lineInPieces(size, piece) {
  const encoder = new TextEncoder();
  yield encoder.encode('data: ');
  const text = encoder.encode('0123456789abcdef'.repeat(piece >> 4));
  for (let left = size; left > 0; left -= piece) yield text;
  yield encoder.encode('\n\n');
}

/** One event of `count` lines of data, in pieces of 64 KiB. */
function* linesOfData(count) {
  const text = new TextEncoder().encode('data: 0123456789abcdef\n');
  const perPiece = Math.floor(65536 / text.length);
  const piece = new Uint8Array(perPiece * text.length);
  for (let i = 0; i < perPiece; i++) piece.set(text, i * text.length);
  for (let left = count; left > 0; left -= perPiece) {
    yield left >= perPiece ? piece : piece.subarray(0, left * text.length);
  }
  yield Uint8Array.of(10);
}

const STREAMS = {
  line: (mebibytes) => ({ chunks: [...lineInPieces(mebibytes << 20, 64)], units: mebibytes << 20 }),
  lines: (count) => ({ chunks: [...linesOfData(count)], units: count * 17 - 1 }),
};

let ready = { key: '' };
let parser;
let received = 0;

/** Makes chunks and parser, so that time() finds them ready. */
async function prepare({ contestant: name, stream, size }) {
  const contestant = contestantOf(name);
  await contestant.load?.();
  const key = `${stream}/${size}`;
  if (ready.key !== key) ready = { key, ...STREAMS[stream](size) };
  received = 0;
  parser = contestant.open((_type, data) => {
    received += data.length;
  });
}

/** Parses the stream as often as `milliseconds` allow. @returns {{ bytes: number, elapsed: number }} */
function time({ milliseconds }) {
  const { chunks, units } = ready;
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const start = performance.now();
  let elapsed = 0;
  let bytes = 0;
  do {
    received = 0;
    for (let i = 0; i < chunks.length; i++) parser.push(chunks[i]);
    if (received !== units) throw new Error(`${received} characters instead of ${units}`);
    bytes += length;
    elapsed = performance.now() - start;
  } while (elapsed < milliseconds);
  return { bytes, elapsed };
}

runCommands({ contestants: () => CONTESTANTS.map(({ name }) => name), prepare, time });
