// Prints how much of the conformance table each implementation passes, as Markdown.
import { isDeepStrictEqual } from 'node:util';
import type { Engine } from '../../support/browser-programs.ts';
import { runInBrowser } from './browser-run.ts';
import { scopes } from './case.ts';
import { cases } from './cases.ts';
import { deviations } from './deviations.ts';
import type { LaneResult } from './lane.ts';

const titles: Record<string, string> = { native: 'native', ours: 'eventsource-wasm' };
const peers = ['eventsource', 'event-source-polyfill', 'extended-eventsource'];

/** Many cases of other packages wait in vain. */
const peerLimits = { case: 6_000, all: 3_600_000 };

/** Against the standard: a known deviation counts as a failure here. */
export async function report(
  engines: Engine[],
  options: { peers?: boolean; failures?: boolean },
): Promise<void> {
  const implementations = ['native', 'ours', ...(options.peers ? peers : [])];
  const rows: string[][] = [];
  const failures: string[] = [];
  for (const engine of engines) {
    const results = await runInBrowser(engine, ['native', 'ours']);
    // Each in a browser of its own: what one leaves running must not slow down the next.
    for (const peer of options.peers ? peers : []) {
      results.push(...(await runInBrowser(engine, [peer], peerLimits)));
    }
    for (const scope of scopes) {
      const lanes = implementations.map((implementation) =>
        results.find((each) => each.scope === scope && each.implementation === implementation),
      );
      rows.push([`${engine}, ${scope}`, ...lanes.map((lane) => String(passed(lane)))]);
      for (const lane of lanes) {
        const of = `${engine}, ${scope}, ${lane?.implementation}`;
        failures.push(...failed(lane).map((failure) => `${of}: ${failure}`));
      }
    }
  }
  const header = [`of ${cases.length}`, ...implementations.map((name) => titles[name] ?? name)];
  console.log(markdown(header, rows));
  for (const { of, in: places, because } of deviations) {
    const where = places.filter((place) => place !== 'node');
    if (where.length > 0) console.log(`- ${titles[of]}, ${where.join(', ')}: ${because}`);
  }
  if (options.failures) console.log(`\n${failures.join('\n')}`);
}

/** How many cases came out as the standard has it; a dash where there is no EventSource. */
function passed(lane: LaneResult | undefined): number | string {
  return lane?.outcome ? cases.length - failed(lane).length : '–';
}

function failed(lane: LaneResult | undefined): string[] {
  const { outcome, failure } = lane ?? {};
  if (!outcome) return [failure ?? 'has no EventSource'];
  return cases
    .filter(({ name, then }) => !isDeepStrictEqual(outcome[name], then))
    .map(({ name }) => `${name}: ${JSON.stringify(outcome[name]).slice(0, 200)}`);
}

function markdown(header: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const rule = header.map((_, column) => (column === 0 ? '---' : '---:'));
  return [line(header), line(rule), ...rows.map(line)].join('\n');
}
