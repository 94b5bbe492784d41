// Libraries that take an EventSource or a fetch, unmodified, with this package in its place.
import { execFile } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserProgram } from '../support/browser-programs.ts';
import { folder, versionOf } from './install.ts';
import { type Row, rows, type Step, steps } from './rows.ts';

/** The steps that a library has taken, and why one failed, if it did. */
type Outcomes = Map<Step, string | undefined>;

async function play({ app }: Row): Promise<Outcomes> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['support/play.js', app], {
    cwd: folder,
    env: { ...process.env, CHROMIUM: browserProgram('chromium') },
    timeout: 80_000,
  }).catch((error) => error);
  // Libraries print, too.
  const lines = String(stdout).match(/^\{"step":.*$/gm);
  if (!lines) throw new Error(`${stdout}\n${stderr}`);
  return new Map(lines.map((line) => JSON.parse(line)).map(({ step, error }) => [step, error]));
}

/** Plays all of them, two at a time, as most of it is waiting. */
function playAll(): Map<Row, Promise<Outcomes>> {
  const lanes: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];
  return new Map(
    rows.map((row, index) => {
      const lane = index % lanes.length;
      const outcomes = lanes[lane].then(() => play(row));
      lanes[lane] = outcomes.catch(() => {}); // its own tests fail
      return [row, outcomes];
    }),
  );
}

let played: Map<Row, Promise<Outcomes>>;
beforeAll(() => {
  played = playAll();
});

describe.each(rows)('$library', (row) => {
  const { library, part, how, startsOver, absent = {} } = row;
  const name = part ? `${library} (${part})` : library;
  let outcomes: Outcomes;
  const passed = new Set<Step>();
  beforeAll(async () => {
    outcomes = (await played.get(row)) as Outcomes;
  }, 120_000);

  for (const step of steps) {
    if (absent[step]) {
      test(`${name} has no ${step}: ${absent[step]}`, () => {
        expect(outcomes.has(step)).toBe(false);
      });
    } else {
      test(`${name}: ${step}`, () => {
        const which = `${name} ${versionOf(library)}: ${step}`;
        expect(outcomes.has(step), `${which} has run`).toBe(true);
        expect(outcomes.get(step), which).toBeUndefined();
        passed.add(step);
      });
    }
  }

  afterAll(() => {
    const mark = (step: Step) => {
      if (absent[step]) return '–';
      if (!passed.has(step)) return 'no';
      return step === 'resume' && startsOver ? 'starts over' : 'yes';
    };
    const marks = Object.fromEntries(steps.map((step) => [step, mark(step)]));
    const line = { library, part, version: versionOf(library), how, steps, outcomes: marks };
    appendFileSync(join(folder, 'results.jsonl'), `${JSON.stringify(line)}\n`);
  });
});
