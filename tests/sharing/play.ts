import type { Engine } from '../support/browser-programs.ts';
import { openBrowser } from './browsers/browser.ts';
import { type Change, changes, lastChanges } from './changes.ts';
import { Dice } from './dice.ts';
import { EventServer } from './event-server.ts';
import { kUser } from './interruptions.ts';
import { emptyTally, type Tally } from './records.ts';
import { describe, type Part, Stage } from './stage.ts';

export interface PlayOptions {
  engine: Engine;
  seed: number;
  /** How many changes to play at least. */
  count: number;
  /** How many events to send to a user at least. */
  events?: number;
  /** Only the changes whose name contains it. */
  only?: string;
  /** Without it, every tab has a connection of its own. */
  share: boolean;
  /** A fault of one page itself, which the result is to show. */
  defect?: Part['defect'];
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
const kCast: Omit<Part, 'share'>[] = [
  { name: 'a1', user: 'a', place: 'window', auth: true },
  { name: 'a-worker', user: 'a', place: 'worker', auth: true },
  { name: 'a-frame', user: 'a', place: 'frame', auth: true },
  { name: 'b1', user: 'b', place: 'window', auth: true },
  { name: 'a2', user: 'a', place: 'window', auth: true, carry: true },
  { name: 'a3', user: 'a', place: 'window', auth: true },
  { name: 'a4', user: 'a', place: 'window', auth: true, carry: true },
  { name: 'b2', user: 'b', place: 'window', auth: true },
];

/** Of those, as many as can have a connection each: a browser opens six. */
const kMostAlone = 4;

const kRates = { a: 100, b: 30, c: 100 };

/** Plays changes to the tabs of one browser, each once before any again, in the seed's order. */
export async function play(options: PlayOptions): Promise<Result> {
  const { count, defect, events = 0, share } = options;
  const parts = kCast.slice(0, share ? kCast.length : kMostAlone);
  return perform(options, kRates, async (stage, step) => {
    await step('tabs opened', () =>
      stage.open(
        ...parts.map((part, i) => ({ ...part, share, defect: i === 0 ? defect : undefined })),
      ),
    );
    let left: Change[] = [];
    const isOver = (played: number) => played >= count && stage.server.lastId(kUser) >= events;
    for (let played = 0; !isOver(played); played += 1) {
      if (left.length === 0) left = stage.dice.shuffled(changes.filter(isPossible(options)));
      const change = left.pop();
      if (change) await step(change.name, () => change.play(stage));
    }
    for (const change of lastChanges.filter(isPossible(options))) {
      await step(change.name, () => change.play(stage));
    }
  });
}

/** Twenty tabs with the same URL, at the same time. */
export const playTwenty = (
  options: Pick<PlayOptions, 'engine' | 'seed' | 'log'>,
): Promise<Result> =>
  perform(options, { a: 20 }, async (stage, step) => {
    const parts = Array.from(
      { length: 20 },
      (_, i): Part => ({ name: `tab-${i + 1}`, user: 'a', place: 'window', share: true }),
    );
    await step('twenty tabs opened', () => stage.open(...parts));
  });

type Step = (change: string, work: () => Promise<unknown>) => Promise<void>;

/** Opens a browser, and counts what each step brings. */
async function perform(
  { engine, seed, log = () => {} }: Pick<PlayOptions, 'engine' | 'seed' | 'log'>,
  rates: Record<string, number>,
  plot: (stage: Stage, step: Step) => Promise<void>,
): Promise<Result> {
  const server = new EventServer(rates);
  const { records } = server;
  await server.start();
  const browser = await openBrowser(engine);
  const stage = new Stage(server, browser, new Dice(seed));
  const rows = new Map<string, Row>();

  const step: Step = async (change, work) => {
    const row = rows.get(change) ?? newRow(change);
    rows.set(change, row);
    records.tally = row; // what comes until the next step
    row.times += 1;
    const first = server.lastId(kUser);
    const known = records.faults.length;
    const began = performance.now();
    try {
      await work();
      const meanwhile = await stage.settle();
      row.mostMeanwhile = Math.max(row.mostMeanwhile, meanwhile);
      row.settled = Math.max(row.settled, performance.now() - began);
      await stage.receive(stage.of(kUser), kQuiet);
      row.most = Math.max(row.most, stage.takeMost());
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const tabs = stage.participants.map((participant) => `\n        ${describe(participant)}`);
      const connections = server.users.map((user) => `${server.connections(user)} of ${user}`);
      records.faults.push(
        `after "${change}" (${stage.chosen}): ${why}; connections: ${connections}; the tabs:${tabs.join('')}`,
      );
      throw new GivenUp();
    } finally {
      row.events += server.lastId(kUser) - first;
      const faults = records.faults.slice(known).map((fault) => `\n    ${fault}`);
      log(`${engine}: ${change}, ${(performance.now() - began).toFixed()} ms${faults.join('')}`);
    }
  };

  try {
    await plot(stage, step);
  } catch (error) {
    if (!(error instanceof GivenUp)) throw error;
  } finally {
    await browser.close();
    await server.close();
  }
  return { rows: [...rows.values()], faults: records.faults, restored: stage.restored };
}

/** It is among the faults; what came after would only show what a tab that is lost does. */
class GivenUp extends Error {}

/** For how many events connections are counted before the next change. */
const kQuiet = 40;

const newRow = (change: string): Row => ({
  change,
  times: 0,
  events: 0,
  ...emptyTally(),
  most: 0,
  mostMeanwhile: 0,
  settled: 0,
});

const isPossible =
  ({ engine, only = '' }: PlayOptions) =>
  ({ name, engines }: Change): boolean =>
    name.includes(only) && (engines?.includes(engine) ?? true);
