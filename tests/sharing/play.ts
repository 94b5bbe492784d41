import type { Engine } from '../support/browser-programs.ts';
import { openBrowser } from './browsers/browser.ts';
import { type Change, changes, kUser } from './changes.ts';
import { Dice } from './dice.ts';
import { EventServer } from './event-server.ts';
import { emptyTally, type Tally } from './records.ts';
import { type Part, Stage } from './stage.ts';

export interface PlayOptions {
  engine: Engine;
  seed: number;
  /** How many changes to play. */
  count: number;
  /** How many events to send at least. */
  events?: number;
  /** Those of one of them only. */
  only?: string;
  /** Without it, every tab has a connection of its own. */
  share: boolean;
  log?(line: string): void;
}

/** What a kind of change brought. */
export interface Row extends Tally {
  change: string;
  times: number;
  /** Sent by the server meanwhile, to one user. */
  events: number;
  /** Most connections of one user, except from the beginning of a change until all tabs have settled. */
  most: number;
  /** And during that. */
  mostMeanwhile: number;
  /** The longest that it took until all tabs had settled, ms. */
  settled: number;
}

export interface Result {
  rows: Row[];
  faults: string[];
  /** How often a page came back from the back/forward cache. */
  restored: number;
}

/** Six tabs of one user, and two of another at the same URL. */
const cast = (share: boolean): Part[] => [
  { name: 'a1', user: 'a', place: 'window', auth: true, share },
  { name: 'a2', user: 'a', place: 'window', auth: true, share, carry: true },
  { name: 'a3', user: 'a', place: 'window', auth: true, share },
  { name: 'a4', user: 'a', place: 'window', auth: true, share, carry: true },
  { name: 'a-worker', user: 'a', place: 'worker', auth: true, share },
  { name: 'a-frame', user: 'a', place: 'frame', auth: true, share },
  { name: 'b1', user: 'b', place: 'window', auth: true, share },
  { name: 'b2', user: 'b', place: 'window', auth: true, share },
];

/** A cast that does not need more connections than a browser opens. */
const castAlone = (): Part[] => cast(false).filter(({ name }) => !/3|4|2/.test(name));

const kRates = { a: 100, b: 30 };

export async function play(options: PlayOptions): Promise<Result> {
  const { engine, seed, share, log = () => {} } = options;
  const server = new EventServer(kRates);
  await server.start();
  const browser = await openBrowser(engine);
  const stage = new Stage(server, browser, new Dice(seed));
  const rows = new Map<string, Row>();
  const { records } = server;

  /** Counts what happens until the next row begins. */
  const begin = (change: string): Row => {
    let row = rows.get(change);
    row ??= { change, times: 0, events: 0, most: 0, mostMeanwhile: 0, settled: 0, ...emptyTally() };
    rows.set(change, row);
    records.tally = row;
    row.times += 1;
    return row;
  };

  async function perform(change: string, work: () => Promise<unknown>): Promise<void> {
    const row = begin(change);
    const first = server.lastId(kUser);
    const began = performance.now();
    const known = records.faults.length;
    let failure: unknown;
    try {
      await work();
      await stage.settle((most) => {
        row.mostMeanwhile = Math.max(row.mostMeanwhile, most);
      });
    } catch (error) {
      failure = error;
    }
    const took = performance.now() - began;
    row.settled = Math.max(row.settled, took);
    if (failure) {
      records.faults.push(`after "${change}": ${failure instanceof Error ? failure.message : failure}`);
    } else {
      // Quiet, for as long as a tab that is about to connect by itself might need.
      await stage.receive(stage.participants, 40);
      row.most = Math.max(row.most, ...server.users.map((user) => server.takeMost(user)));
    }
    row.events += server.lastId(kUser) - first;
    const faults = records.faults.slice(known).map((fault) => `\n    ${fault}`);
    log(`${engine} ${change}: ${took.toFixed()} ms${faults.join('')}`);
    if (failure) throw failure;
  }

  try {
    await perform('tabs opened', () => stage.open(...(share ? cast(true) : castAlone())));
    let played = 0;
    while (played < options.count || server.lastId(kUser) < (options.events ?? 0)) {
      for (const change of round(options, stage.dice)) {
        if (played >= options.count && server.lastId(kUser) >= (options.events ?? 0)) break;
        await perform(change.name, () => change.play(stage));
        played += 1;
      }
    }
  } catch {
    // It is among the faults; what comes after would only show what a tab that is lost does.
  } finally {
    await browser.close();
    await server.close();
  }
  return { rows: [...rows.values()], faults: records.faults, restored: stage.restored };
}

/** Each change that the engine can play once, in any order. */
function round({ engine, only }: PlayOptions, dice: Dice): Change[] {
  const possible = changes.filter(
    ({ name, engines }) => (only ? name === only : true) && (engines?.includes(engine) ?? true),
  );
  return dice.shuffled(possible);
}
