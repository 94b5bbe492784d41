// parse: bytes to events, nothing else. Nine workloads, cut in four ways, in Node and the browsers.
import { bundle } from './bundle.mjs';
import { CUTS } from './cuts.mjs';
import { openNode, openPage } from './engine-session.mjs';
import { parseGoals } from './goals.mjs';
import { OURS } from './names.mjs';
import { Results } from './results.mjs';
import { geometricMean, shuffled, spread } from './statistics.mjs';
import { figure, table, times } from './table.mjs';
import { TITLES, WORKLOADS } from './workloads.mjs';

const TOO_SLOW = 250; // ms for one window of events; such a contestant is timed once
const WARM_UP = 6; // times as long as a sample, so that the engine's compilers have done their work

export const engines = ['node', 'chromium', 'firefox', 'webkit'];

async function open(engine) {
  const file = await bundle('parse-worker', engine === 'node' ? 'node' : 'browser');
  if (engine === 'node') return openNode(file, ['--expose-gc']);
  return openPage(engine, 'parse-worker', { flags: ['--js-flags=--expose-gc'] });
}

/**
 * @param {string} engine
 * @param {import('./bench.mjs').Options} options
 * @returns {Promise<string[]>} what was wrong with the events
 */
export async function run(engine, options) {
  const results = new Results('parse');
  const problems = [];
  const cells = [];
  for (const workload of options.workloads(WORKLOADS)) {
    for (const cut of options.cuts(Object.keys(CUTS))) cells.push({ engine, workload, cut });
  }
  let contestants;
  await inSession(engine, async (session) => {
    const all = await session.call('contestants');
    contestants = all.filter(({ name }) => options.contestant(name));
    for (const cell of cells) {
      const { differ, ...found } = await check(cell, contestants, session);
      cell.contestants = contestants.filter(({ name }) => !differ.has(name));
      for (const name of differ.keys()) results.clear(...keyOf(cell), name);
      results.set([...keyOf(cell), 'differ'], Object.fromEntries(differ));
      problems.push(...found.problems);
    }
  });
  options.progress(`${engine}: all events compared`);
  // In a fresh page or process, whose compiler has not seen what the comparison does with events.
  await inSession(engine, async (session) => {
    for (const cell of cells) {
      await time(cell, session, results, options);
      results.save(engine);
      options.progress(`${engine}, ${TITLES[cell.workload]}, ${cell.cut}`);
    }
  });
  return problems;
}

async function inSession(engine, work) {
  const session = await open(engine);
  try {
    await work(session);
  } finally {
    await session.close();
  }
}

const keyOf = ({ engine, workload, cut }) => [engine, workload, cut];

/**
 * Compares what each contestant makes of a stream with what it has to. Who makes something else of it
 * is left out of the cell, and named below the table.
 */
async function check({ engine, workload, cut }, contestants, session) {
  const problems = [];
  const differ = new Map();
  for (const { name } of contestants) {
    const found = await session.call('check', { contestant: name, workload, cut });
    if (!found) continue;
    differ.set(name, found);
    if (name === OURS) problems.push(`${engine}, ${workload}, ${cut}: ${name}: ${found}`);
  }
  return { problems, differ };
}

async function time(cell, session, results, options) {
  const { workload, cut, contestants } = cell;
  const key = (name) => [...keyOf(cell), name];
  const missing = ({ name }) => results.samples(...key(name)).length < options.rounds;
  if (!options.resume) for (const { name } of contestants) results.clear(...key(name));
  const slow = new Set();
  const take = async ({ name }, milliseconds) => {
    const args = { contestant: name, milliseconds };
    await session.call('collectGarbage');
    // That gave memory back to the system. To ask for it again can take several times as long as to parse
    // what goes there, so the first events after it are not timed.
    await session.call('sample', { ...args, milliseconds: options.milliseconds }, 180000);
    const { value, main } = await session.measure('sample', args, 180000);
    // Neither is less than the truth: the thread has also fetched the command, and the clock has also
    // run while the thread waited for a processor.
    const wall = value.elapsed * 1e6;
    const spent = Math.min(main || wall, wall);
    if (spent > Math.max(TOO_SLOW, milliseconds * 1.5) * 1e6) slow.add(name);
    return { ns: spent / value.events, wall: wall / value.events };
  };
  for (const contestant of contestants.filter(missing)) {
    const { name } = contestant;
    await session.call('prepare', { contestant: name, workload, cut });
    const sample = await take(contestant, options.milliseconds * WARM_UP); // the engine's compiler warms up
    if (slow.has(name)) results.add(key(name), sample);
  }
  for (let round = 0; round < options.rounds; round++) {
    for (const contestant of shuffled(contestants.filter(missing))) {
      if (slow.has(contestant.name)) continue;
      results.add(key(contestant.name), await take(contestant, options.milliseconds));
    }
  }
}

/** @returns {string} tables, and the goals beside what was measured */
export function report(options) {
  const results = new Results('parse');
  const parts = [];
  for (const engine of options.engines(engines)) {
    for (const cut of options.cuts(Object.keys(CUTS)))
      parts.push(cutTable(results, engine, cut, options));
  }
  parts.push(parseGoals(results));
  return parts.filter(Boolean).join('\n\n');
}

/** Nanoseconds per event, and how many times as long as ours it takes. */
function cutTable(results, engine, cut, options) {
  const workloads = options.workloads(WORKLOADS);
  const time = (workload, name) => results.median([engine, workload, cut, name], 'ns');
  const names = results
    .names(3)
    .filter(options.contestant)
    .filter((name) => workloads.some((workload) => time(workload, name) > 0));
  if (names.length === 0) return '';
  const base = names.includes(OURS) ? OURS : 'eventsource-parser';
  const rows = names.map((name) => {
    const ratios = workloads.map((workload) => time(workload, name) / time(workload, base));
    const cells = workloads.map((workload, i) =>
      name === base ? `${figure(time(workload, name))} ns` : times(ratios[i]),
    );
    return [name, ...cells, times(geometricMean(ratios.filter((ratio) => ratio > 0)))];
  });
  const noise = workloads.map((workload) => {
    const samples = results.samples(engine, workload, cut, base).map(({ ns }) => ns);
    return samples.length > 1 ? `${Math.round(spread(samples) * 100)} %` : '-';
  });
  rows.push([`spread of ${base}`, ...noise, '']);
  const title = `parse, ${engine}, chunks of ${cut}: times as long as ${base}, main thread`;
  const head = ['', ...workloads.map((workload) => TITLES[workload]), 'mean'];
  return [table(head, rows, title), ...leftOut(results, engine, cut, workloads)].join('\n');
}

/** Who differed, in a sentence each. */
function leftOut(results, engine, cut, workloads) {
  return workloads.flatMap((workload) =>
    Object.entries(results.get(engine, workload, cut, 'differ') ?? {}).map(
      ([name, found]) => `left out of ${TITLES[workload]}: ${name}, as ${found}`,
    ),
  );
}
