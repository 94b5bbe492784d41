// Replays the fuzzers' corpus and fuzzes: for a minute in the part `fuzz` of npm test.
import { mkdirSync, readdirSync } from 'node:fs';
import { relative } from 'node:path';
import { buildPreset } from './cmake.mjs';
import { readCommandLine } from './command-line.mjs';
import { inRoot, root } from './files.mjs';
import { run, Stop, step } from './steps.mjs';

export const kTargets = ['connection_fuzz', 'event_stream_parser_fuzz'];
const kSeconds = 60; // of npm test
export const kCorpus = inRoot('tests/fuzz/corpus');

/**
 * The option of the commands that fuzz.
 *
 * @param {string} command
 * @param {number} otherwise seconds
 */
export function readSeconds(command, otherwise) {
  const usage = `npm run ${command} [-- --seconds N]`;
  const { values } = readCommandLine(usage, { seconds: { type: 'string' } }, []);
  const seconds = Number(values.seconds ?? otherwise);
  if (seconds > 0) return seconds;
  throw new Stop(`--seconds is a number above 0, not ${values.seconds}. Usage: ${usage}`);
}

const program = (target) => inRoot('build/fuzz/tests/fuzz', target);

/** The inputs that a fuzzer has saved because they crashed, leaked or took too long. */
const artifactsIn = (folder) =>
  readdirSync(folder)
    .filter((name) => /^(crash|leak|timeout|oom)-/.test(name))
    .map((name) => relative(root, `${folder}/${name}`));

/** Each input of the corpus once. */
async function replay(target, artifacts) {
  const inputs = readdirSync(kCorpus).map((name) => `${kCorpus}/${name}`);
  await run(program(target), [`-artifact_prefix=${artifacts}/`, ...inputs]);
}

/** Mutates the corpus and what earlier runs have added to it in build/. */
async function fuzz(target, artifacts, seconds) {
  const found = inRoot('build/fuzz/inputs', target);
  mkdirSync(found, { recursive: true });
  const options = [`-max_total_time=${seconds}`, '-timeout=10', `-artifact_prefix=${artifacts}/`];
  const output = await run(program(target), [...options, '-print_final_stats=1', found, kCorpus]);
  const runs = Number(/number_of_executed_units: (\d+)/.exec(output)?.[1]);
  console.log(`  ${target}: ${runs.toLocaleString('en')} inputs`);
}

/** Did it pass? If not, prints what failed, and the file of the input. */
async function passes(target, work, seconds) {
  const artifacts = inRoot('build/fuzz/artifacts', target);
  mkdirSync(artifacts, { recursive: true });
  const before = new Set(artifactsIn(artifacts));
  try {
    await work(target, artifacts, seconds);
    return true;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    console.error(error.message);
    for (const file of artifactsIn(artifacts)) {
      if (before.has(file)) continue;
      console.error(
        `The input is ${file}; to reproduce: ${relative(root, program(target))} ${file}`,
      );
    }
    return false;
  }
}

const passAll = (work, seconds) =>
  Promise.all(kTargets.map((target) => passes(target, work, seconds)));

/** @returns {Promise<import('./junit-report.mjs').Counts>} */
export async function testFuzzers(title, seconds = kSeconds) {
  await step(`Building ${title}`, 'a minute or two the first time', () =>
    buildPreset('fuzz', ...kTargets),
  );
  const results = [
    ...(await step('Replaying their corpus', 'seconds', () => passAll(replay))),
    ...(await step(`Running ${title}`, `${seconds} s`, () => passAll(fuzz, seconds))),
  ];
  const passed = results.filter(Boolean).length;
  const failures = results.flatMap((isPassed, i) =>
    isPassed ? [] : kTargets[i % kTargets.length],
  );
  return { passed, failed: failures.length, failures, skipped: [] };
}
