// retention: what a page keeps alive that keeps one event in 320. A string cut out of a larger one
// keeps that one alive.
import { bundle } from './bundle.mjs';
import { openNode, openPage } from './engine-session.mjs';
import { OURS } from './names.mjs';
import { Results } from './results.mjs';
import { figure, table } from './table.mjs';
import { TITLES } from './workloads.mjs';

export const engines = ['node', 'chromium'];

const WORKLOADS = ['llm', 'named', 'chinese']; // strings of 12 characters and less are always copies
const EVERY = 320;
const MEBIBYTES = 64;
const PARSERS = [OURS, 'eventsource-parser'];

export async function run(engine, options) {
  const results = new Results('retention');
  const mebibytes = options.quick ? MEBIBYTES / 4 : MEBIBYTES;
  const rounds = Math.min(options.rounds, 2); // it hardly varies
  for (let round = 0; round < rounds; round++) {
    for (const workload of options.workloads(WORKLOADS)) {
      for (const contestant of PARSERS.filter(options.contestant)) {
        const key = [engine, workload, contestant];
        if (round === 0 && !options.resume) results.clear(...key);
        if (results.samples(...key).length > round) continue;
        const { kept, retained } = await inFreshEngine(engine, (session) =>
          session.call('keep', { contestant, workload, mebibytes, every: EVERY }, 180000),
        );
        results.add(key, retained / kept);
      }
    }
    results.save(engine);
    options.progress(`${engine}, round ${round + 1}`);
  }
  return [];
}

async function inFreshEngine(engine, work) {
  const file = await bundle('retention-worker', engine === 'node' ? 'node' : 'browser');
  const flags = ['--js-flags=--expose-gc', '--enable-precise-memory-info'];
  const session =
    engine === 'node'
      ? await openNode(file, ['--expose-gc'])
      : await openPage(engine, 'retention-worker', { flags });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

export function report(options) {
  const results = new Results('retention');
  const rows = [];
  for (const engine of options.engines(engines)) {
    for (const name of PARSERS) {
      const values = WORKLOADS.map((workload) => results.median([engine, workload, name]));
      if (values.some((value) => value > 0))
        rows.push([`${engine}, ${name}`, ...values.map(figure)]);
    }
  }
  if (rows.length === 0) return '';
  const title = `retention: bytes of memory per byte kept, one event in ${EVERY}`;
  return table(['', ...WORKLOADS.map((workload) => TITLES[workload])], rows, title);
}
