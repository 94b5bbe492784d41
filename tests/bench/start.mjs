// start: from a page's first script to the first event, step by step. The page's
// module script opens an EventSource at once. Cold, it stands in the page and nothing comes from a cache;
// warm, it is a file that the browser holds, and has compiled, from loads before.
import { bundle, isCompared } from './bundle.mjs';
import { openPage } from './engine-session.mjs';
import { startGoals } from './goals.mjs';
import { BEFORE, FLOOR } from './names.mjs';
import { Results } from './results.mjs';
import { shuffled } from './statistics.mjs';
import { figure, table } from './table.mjs';

export const engines = ['chromium', 'firefox', 'webkit'];

const VARIANTS = {
  inlined: 'ours, WASM in the script',
  [BEFORE]: 'the same, before', // with the option --before
  external: 'ours, WASM in its own file',
  eventsource: 'npm eventsource',
  native: 'native',
  [FLOOR]: 'fetch, read one chunk and decode it',
};

const LOADS = {
  cold: { query: '&inline', variants: Object.keys(VARIANTS), before: 0 },
  // The file with the module would come anew every time: the server forbids caching it.
  warm: {
    query: '&cached',
    variants: Object.keys(VARIANTS).filter((variant) => variant !== 'external'),
    before: 4,
  },
};

// In the order in which ours come to them.
const STEPS = {
  evaluated: 'script has run',
  fetchCalled: 'fetch called',
  fetchReturned: 'fetch returns',
  compileCalled: 'module decoded',
  compiled: 'module compiled',
  constructed: 'constructor returns',
  instantiated: 'module instantiated',
  response: 'response',
  opened: 'open',
  event: 'first event',
};

const laneOf = (variant, state) => (state === 'cold' ? variant : `${variant}, ${state}`);

export async function run(engine, options) {
  const results = new Results('start');
  const isRun = (variant) => variant !== BEFORE || isCompared();
  const lanes = Object.entries(LOADS).flatMap(([state, { variants, ...load }]) =>
    variants.filter(isRun).map((variant) => ({ variant, lane: laneOf(variant, state), ...load })),
  );
  for (const variant of Object.keys(VARIANTS).filter(isRun)) {
    await bundle(`start-${variant}`, 'browser', { minify: true });
  }
  const loads = options.rounds * 4;
  const session = await openPage(engine, 'start-native');
  const load = async ({ variant, query }) => {
    await session.call('navigate', `${session.origin}/page?script=start-${variant}${query}`);
    return session.call('times', undefined, 10000);
  };
  try {
    if (!options.resume) for (const { lane } of lanes) results.clear(engine, lane);
    for (const lane of lanes) {
      for (let round = 0; round < lane.before; round++) await load(lane);
    }
    for (let round = 0; round < loads; round++) {
      // A load is quicker after one that is like it: each comes after each.
      for (const { lane, ...what } of shuffled(lanes)) {
        if (results.samples(engine, lane).length > round) continue;
        results.add([engine, lane], await load(what));
      }
    }
    results.save(engine);
    options.progress(`${engine}, ${loads} loads`);
  } finally {
    await session.close();
  }
  return [];
}

export function report(options) {
  const results = new Results('start');
  const parts = [];
  for (const engine of options.engines(engines)) {
    const rows = Object.entries(LOADS).flatMap(([state, { variants }]) =>
      variants
        .map((variant) => ({ title: VARIANTS[variant], lane: laneOf(variant, state) }))
        .filter(({ lane }) => results.samples(engine, lane).length > 0)
        .map(({ title, lane }) => [
          `${title}, ${state}`,
          ...Object.keys(STEPS).map((moment) => figure(results.median([engine, lane], moment))),
        ]),
    );
    const head = ['ms from page start', ...Object.values(STEPS)];
    if (rows.length > 0) parts.push(table(head, rows, `start, ${engine}`));
  }
  parts.push(startGoals((lane) => results.median(['chromium', lane], 'event')));
  return parts.filter(Boolean).join('\n\n');
}
