// Runs the parsers inside an engine: checks what they make of a stream, and times them.
import { runCommands } from './command-loop.mjs';
import { CONTESTANTS } from './contestants/index.mjs';
import { CUTS, cutToWindows } from './cuts.mjs';
import { createWorkload } from './workloads.mjs';

const WINDOW_BYTES = {
  '64 KiB': 1 << 19,
  '1,400 B': 1 << 18,
  'one event': 1 << 18,
  'one byte': 1 << 15,
};
const WORKLOAD_BYTES = 4 << 20;
const CHECK_BYTES = 24 << 10;

const loaded = new Map();
let cell = { key: '', runs: new Map() };

async function contestantOf(name) {
  const contestant = CONTESTANTS.find((one) => one.name === name);
  if (!contestant) throw new Error(`no contestant ${name} in this engine`);
  if (!loaded.has(name)) loaded.set(name, contestant.load?.());
  await loaded.get(name);
  return contestant;
}

const prepared = (contestant, chunks) =>
  contestant.prepare ? chunks.map((chunk) => contestant.prepare(chunk)) : chunks;

async function consumeAll(contestant, chunks, sink) {
  if (contestant.consume) return contestant.consume(chunks, sink);
  const parser = contestant.open(sink);
  for (let i = 0; i < chunks.length; i++) parser.push(chunks[i]);
  parser.end?.();
}

/** Compares with what the generator says. @returns a sentence about the first difference, or '' */
async function check({ contestant: name, workload, cut, seed = 7 }) {
  const contestant = await contestantOf(name);
  const { bytes, ends, counts, events } = createWorkload(workload, CHECK_BYTES, {
    seed,
    events: true,
  });
  const [window] = cutToWindows({ bytes, ends, counts }, cut, bytes.length);
  const found = [];
  await consumeAll(contestant, prepared(contestant, window.chunks), (type, data, id) =>
    found.push([type, data, id]),
  );
  let lastEventId = '';
  for (let i = 0; i < Math.max(events.length, found.length); i++) {
    if (!found[i] || !events[i]) return `${found.length} events instead of ${events.length}`;
    const [type, data, id] = found[i];
    if (type !== events[i].type)
      return `event ${i} has type "${type}" instead of "${events[i].type}"`;
    if (data !== events[i].data) return `event ${i}: ${difference(data, events[i].data)}`;
    if (contestant.ids === 'none') continue;
    // Those that give an event only its own block's ID are asked for the last one that was set.
    lastEventId = contestant.ids === 'own' ? `${id ?? ''}` || lastEventId : id;
    if (lastEventId !== events[i].lastEventId) return `event ${i} has ID "${id}"`;
  }
  return '';
}

/** Says where two strings part. */
function difference(found, expected) {
  let at = 0;
  while (found[at] === expected[at]) at++;
  const excerpt = (text) => JSON.stringify(text.slice(at, at + 20));
  return `at ${at} of ${expected.length} ${excerpt(found)} instead of ${excerpt(expected)}`;
}

function cellOf(workload, cut) {
  const key = `${workload}/${cut}`;
  if (cell.key !== key) {
    const size = CUTS[cut] === 1 ? WINDOW_BYTES[cut] * 4 : WORKLOAD_BYTES;
    const windows = cutToWindows(createWorkload(workload, size), cut, WINDOW_BYTES[cut]);
    for (const { parser } of cell.runs.values()) parser?.end?.();
    cell = { key, windows, prepared: new Map(), runs: new Map() };
  }
  return cell;
}

/** Makes chunks and parser, so that sample() finds them ready. */
async function prepare({ contestant: name, workload, cut }) {
  const contestant = await contestantOf(name);
  const { windows, prepared: ready, runs } = cellOf(workload, cut);
  const key = contestant.prepare ? name : '';
  if (!ready.has(key)) {
    ready.set(
      key,
      windows.map(({ chunks }) => prepared(contestant, chunks)),
    );
  }
  const run = { windows, lists: ready.get(key), position: 0, found: 0, units: 0 };
  const sink = (_type, data) => {
    run.found++;
    run.units += data.length;
  };
  // One parser for all samples of a cell: a stream that goes on and on.
  if (contestant.consume) run.consume = (chunks) => contestant.consume(chunks, sink);
  else run.parser = contestant.open(sink);
  runs.set(name, run);
}

/**
 * Parses window after window for about `milliseconds`.
 * @returns {Promise<{ elapsed: number, events: number, bytes: number }>} elapsed: ms
 * @throws when there are other numbers of events than the stream has
 */
async function sample({ contestant: name, milliseconds }) {
  const run = cell.runs.get(name);
  const { windows, lists, parser, consume } = run;
  const before = run.found;
  let events = 0;
  let bytes = 0;
  const start = performance.now();
  let elapsed = 0;
  while (elapsed < milliseconds) {
    const index = run.position++ % windows.length;
    const chunks = lists[index];
    if (consume) await consume(chunks);
    else for (let i = 0; i < chunks.length; i++) parser.push(chunks[i]);
    events += windows[index].events;
    bytes += windows[index].bytes;
    elapsed = performance.now() - start;
  }
  const found = run.found - before;
  if (found !== events) throw new Error(`${name}: ${found} events instead of ${events}`);
  return { elapsed, events, bytes };
}

runCommands({
  contestants: () => CONTESTANTS.map(({ name }) => ({ name })),
  check,
  /** What one parser leaves behind is not to be cleared away in another's time. */
  collectGarbage: () => globalThis.gc?.(),
  prepare,
  sample,
});
