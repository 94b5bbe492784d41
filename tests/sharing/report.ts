import type { Engine } from '../support/browser-programs.ts';
import { play, playTwenty, type Result } from './play.ts';
import { tableOf } from './table.ts';

/** Of the command line, see tools/test-share.mjs. */
interface Values {
  changes: string;
  events: string;
  seed?: string;
  only?: string;
}

/** Plays the long form, and prints a table per engine. Returns whether nothing was lost or doubled. */
export async function report(engines: Engine[], values: Values): Promise<boolean> {
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
  console.log(`Seed ${seed}`);
  let isGood = true;
  for (const engine of engines) {
    const { only } = values;
    const count = Number(values.changes);
    const events = Number(values.events);
    const common = { engine, seed, log: console.log };
    const result = await play({ ...common, count, events, only, share: true });
    const others = only ? [] : [await playTwenty(common)];
    isGood = print(engine, seed, join([result, ...others])) && isGood;
  }
  return isGood;
}

const join = (results: Result[]): Result => ({
  rows: results.flatMap(({ rows }) => rows),
  faults: results.flatMap(({ faults }) => faults),
  restored: results.reduce((sum, { restored }) => sum + restored, 0),
});

function print(engine: Engine, seed: number, result: Result): boolean {
  const { rows, faults, restored } = result;
  console.log(`\n${tableOf(`${engine}, seed ${seed}`, result)}\n`);
  console.log(`Pages that came back from the back/forward cache: ${restored}`);
  if (faults.length > 0) console.log(`What is wrong (--seed ${seed}):\n${faults.join('\n')}`);
  return faults.length === 0 && rows.every(({ most }) => most <= 1);
}
