// e2e: from a server on loopback to the listener, at full speed, and live: one event per chunk, 10, 100
// or 1,000 a second, in a page that has just been loaded and in one that has run for a while. Processor time is that of the page's main thread, as the kernel accounts it.
import { bundle } from './bundle.mjs';
import { openPage } from './engine-session.mjs';
import { e2eGoals } from './goals.mjs';
import { BEFORE, FLOOR, OURS } from './names.mjs';
import { Results } from './results.mjs';
import { shuffled } from './statistics.mjs';
import { blockOf } from './streams.mjs';
import { figure, table, times } from './table.mjs';
import { TITLES } from './workloads.mjs';

export const engines = ['chromium', 'firefox', 'webkit'];

/** ms between two events, and how many are measured; `warm`: after as many others. */
export const LIVE = {
  'live 1,000/s': { interval: 1, events: 1000, warm: 300 },
  'live 100/s': { interval: 10, events: 200, warm: 300 },
  'live 10/s': { interval: 100, events: 40, warm: 300 },
  'live 1,000/s, cold': { interval: 1, events: 1000, warm: 0 },
  'live 100/s, cold': { interval: 10, events: 200, warm: 0 },
  'live 10/s, cold': { interval: 100, events: 40, warm: 0 },
};
const WORKLOADS = ['llm', 'ticks', 'lines', 'chinese', ...Object.keys(LIVE)];
const LIVE_WORKLOAD = 'llm';
const LIVE_SOURCES = ['native', 'fetch + eventsource-parser', OURS, BEFORE, FLOOR];

/** How long a measured run is to take (ms), and how many blocks of 1 MiB it may take for that. */
const RUN = { milliseconds: 500, fewest: 2, most: 192 };

export async function run(engine, options) {
  const results = new Results('e2e');
  const problems = [];
  await bundle('e2e-worker', 'browser');
  const session = await openPage(engine, 'e2e-worker');
  try {
    const sources = (await session.call('sources')).filter(options.contestant);
    for (const workload of chosenWorkloads(options)) {
      const cell = { engine, workload, sources, session, results, options };
      if (workload in LIVE) {
        cell.sources = sources.filter((name) => LIVE_SOURCES.includes(name));
        await timeLive(cell);
      } else {
        problems.push(...(await check(cell)));
        await timeFullSpeed(cell);
      }
      results.save(engine);
    }
  } finally {
    await session.close();
  }
  return problems;
}

/** `live` stands for all that are. */
function chosenWorkloads(options) {
  const chosen = options.workloads([...WORKLOADS, 'live']);
  const isChosen = (name) => chosen.includes(name) || (name in LIVE && chosen.includes('live'));
  return WORKLOADS.filter(isChosen);
}

async function check({ engine, workload, session, sources }) {
  const problems = [];
  const url = `/stream?workload=${workload}&blocks=1`;
  for (const source of sources) {
    await session.load();
    const found = await session.call('check', {
      source,
      workload,
      url,
      size: blockOf(workload).bytes.length,
    });
    if (found) problems.push(`${engine}, ${workload}: ${source}: ${found}`);
  }
  return problems;
}

/** Rounds of all sources; each run in a page of its own. */
async function rounds(cell, take) {
  const { engine, workload, sources, results, options } = cell;
  const key = (source) => [engine, workload, source];
  if (!options.resume) for (const source of sources) results.clear(...key(source));
  // The figures of Chromium are the ones that goals are set for.
  const count = engine === 'chromium' ? options.rounds : Math.ceil(options.rounds / 2);
  for (let round = 0; round < count; round++) {
    for (const source of shuffled(sources)) {
      if (results.samples(...key(source)).length > round) continue;
      await cell.session.load();
      results.add(key(source), await take(source));
    }
    results.save();
    options.progress(`${engine}, ${TITLES[workload] ?? workload}, round ${round + 1}`);
  }
}

async function timeFullSpeed(cell) {
  const { workload, session } = cell;
  const block = blockOf(workload);
  const consume = (source, blocks) => {
    const url = `/stream?workload=${workload}&blocks=${blocks}`;
    const size = { events: blocks * block.events, bytes: blocks * block.bytes.length };
    return session.measure('consume', { source, url, ...size }, 120000);
  };
  const blocksOf = new Map();
  await rounds(cell, async (source) => {
    const warm = await consume(source, blocksOf.has(source) ? RUN.fewest * 2 : RUN.fewest);
    if (!blocksOf.has(source)) {
      const wanted = (RUN.milliseconds / warm.value.milliseconds) * RUN.fewest * 1.5;
      blocksOf.set(source, Math.min(RUN.most, Math.max(RUN.fewest, Math.round(wanted))));
    }
    return perEvent(await consume(source, blocksOf.get(source)));
  });
}

async function timeLive(cell) {
  const { session, workload } = cell;
  const { interval, events, warm } = LIVE[workload];
  const { ends } = blockOf(LIVE_WORKLOAD);
  const consume = (source, count, pause) => {
    const url = `/paced?workload=${LIVE_WORKLOAD}&events=${count}&interval=${pause}`;
    return session.measure(
      'consume',
      { source, url, events: count, bytes: ends[count - 1] },
      120000,
    );
  };
  await rounds(cell, async (source) => {
    if (warm > 0) await consume(source, warm, 1);
    return perEvent(await consume(source, events, interval));
  });
}

/** Nanoseconds of the main thread and of the process, and events per second. */
function perEvent({ value: { events, milliseconds }, main, all }) {
  return { main: main / events, all: all / events, rate: (events * 1000) / milliseconds, events };
}

export function report(options) {
  const results = new Results('e2e');
  const tables = options
    .engines(engines)
    .flatMap((engine) => [
      engineTable(results, engine, options, 'main'),
      engineTable(results, engine, options, 'rate'),
    ]);
  return [...tables, e2eGoals(results)].filter(Boolean).join('\n\n');
}

const KINDS = {
  main: {
    title: 'main thread per event (times as long as ours)',
    show: (value) => `${figure(value)} ns`,
    ratio: (value, base) => value / base,
    base: OURS,
  },
  rate: {
    title: 'thousands of events per second (share of the floor)',
    show: (value) => figure(value / 1000),
    ratio: (value, base) => value / base,
    base: FLOOR,
  },
};

function engineTable(results, engine, options, property) {
  const { title, show, ratio, base } = KINDS[property];
  const value = (workload, name) => results.median([engine, workload, name], property);
  const workloads = chosenWorkloads(options)
    .filter((workload) => results.names(2).some((name) => value(workload, name) > 0))
    .filter((workload) => !(workload in LIVE) || property === 'main');
  if (workloads.length === 0) return '';
  const rows = results
    .names(2)
    .filter(options.contestant)
    .filter((name) => workloads.some((workload) => value(workload, name) > 0))
    .map((name) => [
      name,
      ...workloads.map((workload) => {
        const own = value(workload, name);
        if (!(own > 0)) return '-';
        const against = ratio(own, value(workload, base));
        return name === base || !(against > 0) ? show(own) : `${show(own)} (${times(against)})`;
      }),
    ]);
  const head = workloads.map((workload) => TITLES[workload] ?? workload);
  return table(['', ...head], rows, `e2e, ${engine}: ${title}`);
}
