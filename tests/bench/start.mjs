// start: from a page's first script to the module's readiness and to the first event. The page's
// module script, which stands in the page, opens an EventSource at once. Nothing comes from a cache.
import { readFileSync } from 'node:fs';
import { bundle } from './bundle.mjs';
import { openPage } from './engine-session.mjs';
import { startGoals } from './goals.mjs';
import { Results } from './results.mjs';
import { figure, table } from './table.mjs';

export const engines = ['chromium', 'firefox', 'webkit'];

const VARIANTS = {
  inlined: 'ours, WASM in the script',
  external: 'ours, WASM in its own file',
  eventsource: 'npm eventsource',
  native: 'native',
};

function variantsOfPackage() {
  const root = new URL('../../', import.meta.url);
  const { exports } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  return Object.keys(VARIANTS).filter((name) => name !== 'external' || './external' in exports);
}

export async function run(engine, options) {
  const results = new Results('start');
  const variants = variantsOfPackage();
  for (const variant of variants) await bundle(`start-${variant}`, 'browser', { minify: true });
  const loads = options.rounds * 3;
  const session = await openPage(engine, 'start-native');
  try {
    if (!options.resume) for (const variant of variants) results.clear(engine, variant);
    for (let round = 0; round < loads; round++) {
      for (const variant of variants) {
        if (results.samples(engine, variant).length > round) continue;
        await session.call('navigate', `${session.origin}/page?script=start-${variant}&inline`);
        results.add([engine, variant], await session.call('times', undefined, 10000));
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
    const rows = Object.entries(VARIANTS)
      .filter(([variant]) => results.samples(engine, variant).length > 0)
      .map(([variant, title]) => [
        title,
        ...['evaluated', 'ready', 'event'].map((moment) =>
          figure(results.median([engine, variant], moment)),
        ),
      ]);
    const head = ['ms from page start', 'script runs', 'module ready', 'first event'];
    if (rows.length > 0) parts.push(table(head, rows, `start, ${engine}`));
  }
  parts.push(startGoals(results.median(['chromium', 'inlined'], 'ready')));
  return parts.filter(Boolean).join('\n\n');
}
