// Libraries that take an EventSource or a fetch, unmodified, with this package in its place.
import { execFile } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folder, versionOf } from './install.ts';
import { type Row, rows, type Step, steps } from './rows.ts';

/** What each step of a library came to: why it failed, if it did. */
type Outcomes = Map<Step, string | undefined>;

async function play({ app }: Row): Promise<Outcomes> {
  // What the libraries print is of no interest, unless the process fails.
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['support/play.js', app], {
    cwd: folder,
    timeout: 60_000,
  }).catch((error) => error);
  const lines = String(stdout)
    .split('\n')
    .filter((line) => line.startsWith('{"step":'));
  if (lines.length === 0) throw new Error(`${stdout}\n${stderr}`);
  return new Map(lines.map((line) => JSON.parse(line)).map(({ step, error }) => [step, error]));
}

describe.each(rows)('$library', (row) => {
  const { library, how, absent = {} } = row;
  let outcomes: Outcomes;
  const passed = new Set<Step>();
  beforeAll(async () => {
    outcomes = await play(row);
  }, 90_000);

  test.each(steps.filter((step) => !absent[step]))(`${library}: %s`, (step) => {
    const name = `${library} ${versionOf(library)}: ${step}`;
    expect(outcomes.has(step), `${name} has not run`).toBe(true);
    expect(outcomes.get(step), name).toBeUndefined();
    passed.add(step);
  });

  test(`${library}: steps that are said to be absent are`, () => {
    for (const step of Object.keys(absent)) expect(outcomes.has(step as Step), step).toBe(false);
  });

  afterAll(() => {
    const cells = steps.map((step) => (absent[step] ? '–' : passed.has(step) ? 'yes' : 'no'));
    const line = JSON.stringify({ library, version: versionOf(library), how, cells, absent });
    appendFileSync(join(folder, 'results.jsonl'), `${line}\n`);
  });
});
