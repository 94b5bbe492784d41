// What a page does for long, and what it costs. The server says which.
import { loadCore } from '../../web/core/load-core.ts';
import { EventSource } from '../../web/index.ts';
import { countTimers, type Memory, memory } from './measure.ts';
import { Parts } from './parts.ts';

export interface ManySources {
  events: number;
  /** Events that were not the one after the last. */
  wrong: number;
  before: Memory;
  open: Memory;
}

export interface LongStream {
  events: number;
  wrong: number;
  /** Why connections were lost on the way. */
  failures: string[];
  seconds: number;
  /** After each part of the stream. */
  memories: Memory[];
}

export interface Cycles {
  before: Memory;
  after: Memory;
  /** Sources of the cycles that were not collected. */
  kept: number;
  /** Of the core. */
  handles: number;
  timers: number;
  streamsOnServer: number;
}

export interface KeptStrings {
  kept: number;
  bytesEach: number;
}

/** Bytes that are decoded at once, as a source does it. */
const kRegion = 8192;

const { functions } = await loadCore();
let handles = 0;
const { createSource, destroySource } = functions;
functions.createSource = (...args) => {
  handles += 1;
  return createSource(...args);
};
functions.destroySource = (handle) => {
  handles -= 1;
  destroySource(handle);
};

/** `sources` sources at once, each with `count` events. */
async function manySources({ sources: number = 200, count = 100, interval = 100 }) {
  const before = await memory();
  let events = 0;
  let wrong = 0;
  const sources: EventSource[] = [];
  const whole = Array.from({ length: number }, () => {
    const source = new EventSource(`/ticks?count=${count}&interval=${interval}`);
    sources.push(source);
    let last = 0;
    return new Promise<void>((resolve) => {
      source.onmessage = ({ data }) => {
        events += 1;
        if (Number(data) !== ++last) wrong += 1;
        if (last === count) resolve();
      };
    });
  });
  await Promise.all(whole);
  const open = await memory();
  for (const source of sources) source.close();
  return { events, wrong, before, open } satisfies ManySources;
}

/**
 * One source, `parts` streams of `count` events one after the other; memory is taken in between. The marks
 * `source` and `control` are where that begins, and where the same bytes come without a source.
 */
async function longStream({ parts: number = 10, count = 1_000_000 }): Promise<LongStream> {
  const memories: Memory[] = [];
  let seconds = 0;
  const parts = new Parts();
  for (let part = 0; part < number; part++) {
    performance.mark('source');
    const start = performance.now();
    await parts.receive(count, '/flood');
    seconds += (performance.now() - start) / 1000;
    performance.mark('pause'); // collections of what is measured, by gc()
    memories.push(await memory());
    performance.mark('control');
    await readText(`/flood?from=1&count=${count}`);
    performance.mark('pause');
  }
  parts.source.close();
  const { events, wrong, failures } = parts;
  return { events, wrong, failures, seconds, memories };
}

/** Reads and decodes the bytes of a stream, no more: what the page and its machine do without a source. */
async function readText(url: string): Promise<void> {
  const reader = (await fetch(url)).body!.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    for (let i = 0; i < value.length; i += kRegion) decoder.decode(value.subarray(i, i + kRegion));
  }
}

/** Opens a source, waits for its first event, and closes it: `cycles` times, `lanes` at once. */
async function cycles({ cycles: number = 5000, lanes = 20 }): Promise<Cycles> {
  const references: WeakRef<EventSource>[] = [];
  const cycle = async () => {
    const source = new EventSource('/one');
    references.push(new WeakRef(source));
    await new Promise((resolve) => {
      source.onmessage = resolve;
    });
    source.close();
  };
  const run = async (count: number) => {
    let left = count;
    const lane = async () => {
      while (left-- > 0) await cycle();
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  };
  await run(200); // what is made once is there
  references.length = 0;
  const timers = countTimers();
  const before = await memory();
  await run(number);
  const after = await memory();
  const kept = references.filter((reference) => reference.deref() !== undefined).length;
  const { streams } = await (await fetch('/streams')).json();
  return { before, after, kept, handles, timers: timers(), streamsOnServer: streams };
}

/** Keeps one event of each 64 KiB or so of a stream. */
async function keptStrings({ count = 400_000, every = 320, padding = 200 }): Promise<KeptStrings> {
  const kept: string[] = [];
  const receive = async (number: number) => {
    let events = 0;
    const source = new EventSource(`/flood?from=1&count=${number}&padding=${padding}`);
    await new Promise<void>((resolve) => {
      source.onmessage = ({ data }) => {
        if (events++ % every === 0) kept.push(data);
        if (events === number) resolve();
      };
    });
    source.close();
  };
  await receive(count / 10); // buffers have their size
  kept.length = 0;
  const before = await memory();
  await receive(count);
  const after = await memory();
  return { kept: kept.length, bytesEach: (after.heap - before.heap) / kept.length };
}

const runs = { manySources, longStream, cycles, keptStrings };

export type RunName = keyof typeof runs;

const [name, args] = (globalThis as unknown as { soak: [RunName, object] }).soak;
const result = await runs[name](args).catch((error) => ({ error: String(error?.stack ?? error) }));
await fetch('/report', { method: 'POST', body: JSON.stringify(result) });
