// growth: time per unit stays the same while a line, an event or the number of types grows.
import { bundle } from './bundle.mjs';
import { openNode, openPage } from './engine-session.mjs';
import { growthGoals } from './goals.mjs';
import { OURS } from './names.mjs';
import { Results } from './results.mjs';
import { shuffled } from './statistics.mjs';
import { figure, table, times } from './table.mjs';

export const engines = ['node', 'chromium'];

const RANGES = {
  line: { title: 'one line in pieces of 64 bytes, MiB', sizes: [1, 2, 4, 8], unit: 'ns per byte' },
  lines: { title: 'one event, lines of data', sizes: [1e3, 1e4, 1e5, 1e6], unit: 'ns per byte' },
  types: { title: 'event types listened to', sizes: [1e3, 1e4, 1e5, 1e6], unit: 'ns per event' },
  listeners: { title: 'listeners added', sizes: [1e3, 1e4, 1e5, 1e6], unit: 'ns per listener' },
};
const PARSERS = [OURS, 'eventsource-parser'];
const SOURCES = [OURS, 'native'];

export async function run(engine, options) {
  const results = new Results('growth');
  await growParsers(engine, results, options);
  if (engine !== 'node') await growTypes(engine, results, options);
  results.save(engine);
  return [];
}

async function growParsers(engine, results, options) {
  const file = await bundle('growth-worker', engine === 'node' ? 'node' : 'browser');
  const session =
    engine === 'node' ? await openNode(file) : await openPage(engine, 'growth-worker');
  try {
    const there = await session.call('contestants');
    const names = PARSERS.filter((name) => there.includes(name) && options.contestant(name));
    for (const stream of ['line', 'lines']) {
      for (let round = 0; round < options.rounds; round++) {
        for (const size of RANGES[stream].sizes) {
          for (const contestant of shuffled(names)) {
            const key = [engine, stream, contestant, size];
            if (round === 0 && !options.resume) results.clear(...key);
            if (results.samples(...key).length > round) continue;
            await session.call('prepare', { contestant, stream, size });
            const time = { contestant, milliseconds: options.milliseconds * 2 };
            if (round === 0) await session.call('time', time); // the engine's compiler warms up
            const { value, main } = await session.measure('time', time);
            const wall = value.elapsed * 1e6;
            results.add(key, Math.min(main || wall, wall) / value.bytes);
          }
        }
        results.save();
        options.progress(`${engine}, ${stream}, round ${round + 1}`);
      }
    }
  } finally {
    await session.close();
  }
}

async function growTypes(engine, results, options) {
  await bundle('types-worker', 'browser');
  const session = await openPage(engine, 'types-worker');
  try {
    const there = await session.call('sources');
    const names = SOURCES.filter((name) => there.includes(name) && options.contestant(name));
    const key = (kind, source, types) => [engine, kind, source, types];
    const every = (take) => {
      for (const source of names) for (const types of RANGES.types.sizes) take(source, types);
    };
    if (!options.resume) {
      every((source, types) => results.clear(...key('types', source, types)));
      every((source, types) => results.clear(...key('listeners', source, types)));
    }
    // Whoever has become twice as slow per listener would take hours with the next size.
    const isLost = (source) => {
      const cost = (types) => results.median(key('listeners', source, types));
      const [least] = RANGES.types.sizes;
      return RANGES.types.sizes.some((types) => cost(types) > cost(least) * 2);
    };
    for (let round = 0; round < Math.ceil(options.rounds / 2); round++) {
      for (const types of RANGES.types.sizes) {
        for (const source of shuffled(names)) {
          const done = results.samples(...key('types', source, types)).length > round;
          if (done || isLost(source)) continue;
          const cost = await costOfTypes(session, source, types);
          results.add(key('listeners', source, types), cost.listener);
          results.add(key('types', source, types), cost.event);
        }
        results.save();
        options.progress(`${engine}, ${types} types, round ${round + 1}`);
      }
    }
  } finally {
    await session.close();
  }
}

/** @returns {Promise<{ listener: number, event: number }>} ns of the main thread for each */
async function costOfTypes(session, source, types) {
  await session.load();
  // Small numbers are lost among what a page does anyhow; they are repeated.
  const times = Math.max(1, Math.round(1e5 / types));
  let listeners = 0;
  let events = 0;
  for (let i = 0; i < times; i++) {
    const args = { source, types, url: `/types?types=${types}` };
    listeners += (await session.measure('listen', args, 120000)).main;
    events += (await session.measure('receive', undefined, 120000)).main;
  }
  return { listener: listeners / times / types, event: events / times / types };
}

export function report(options) {
  const results = new Results('growth');
  const parts = [];
  const ratios = [];
  for (const engine of options.engines(engines)) {
    for (const [kind, { title, sizes, unit }] of Object.entries(RANGES)) {
      const rows = [];
      for (const name of new Set([...PARSERS, ...SOURCES])) {
        const values = sizes.map((size) => results.median([engine, kind, name, size]));
        const measured = values.filter((value) => value > 0);
        if (measured.length === 0) continue;
        const ratio = Math.max(...measured) / Math.min(...measured);
        rows.push([name, ...values.map(figure), times(ratio)]);
        if (name === OURS) ratios.push({ text: `${engine}: ${title}`, value: ratio });
      }
      const head = [
        unit,
        ...sizes.map((size) => size.toLocaleString('en-US')),
        'largest / smallest',
      ];
      if (rows.length > 0) parts.push(table(head, rows, `growth, ${engine}: ${title}`));
    }
  }
  return [...parts, growthGoals(ratios)].filter(Boolean).join('\n\n');
}
