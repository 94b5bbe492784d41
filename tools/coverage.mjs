// npm run coverage [-- --seconds N]: which lines and branches of src/ the C++ tests, the simulation and the
// fuzzers reach. The fuzzers begin with their corpus, and run for a minute or so long.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { buildPreset } from './cmake.mjs';
import { inRoot } from './files.mjs';
import { kCorpus, kTargets, readSeconds } from './fuzz.mjs';
import { ensure } from './machine.mjs';
import { main, run, step } from './steps.mjs';
import { forCoverage } from './toolchain.mjs';

const kConnections = 100_000;
const folder = inRoot('build/coverage');
const profiles = `${folder}/profiles`;
const inputs = (target) => `${folder}/inputs/${target}`;

/**
 * What is run, by the path of its program, with its arguments.
 *
 * @returns {[string, string[]][]}
 */
const programs = (seconds) => [
  ['tests/core_tests', []],
  ['tests/simulation/simulation', ['--connections', String(kConnections)]],
  ...kTargets.map(
    (target) =>
      /** @type {[string, string[]]} */ ([
        `tests/fuzz/${target}`,
        [`-max_total_time=${seconds}`, inputs(target), kCorpus],
      ]),
  ),
];

async function runAll(seconds) {
  for (const target of kTargets) mkdirSync(inputs(target), { recursive: true });
  rmSync(profiles, { recursive: true, force: true });
  for (const [path, args] of programs(seconds)) {
    const env = { LLVM_PROFILE_FILE: `${profiles}/${path.replaceAll('/', '-')}.profraw` };
    await run(`${folder}/${path}`, args, { env });
  }
}

await main(async () => {
  const seconds = readSeconds('coverage', 60);
  await ensure(...forCoverage);
  await step('Building the tests and fuzzers for coverage', 'two minutes the first time', () =>
    buildPreset('coverage', 'core_tests', 'simulation', ...kTargets),
  );
  await step('Running them', `about ${2 * seconds + 60} s`, () => runAll(seconds));
  const merged = `${folder}/all.profdata`;
  const raw = readdirSync(profiles).map((name) => `${profiles}/${name}`);
  await run('llvm-profdata', ['merge', '-sparse', '-o', merged, ...raw]);
  const [first, ...others] = programs(0).map(([path]) => `${folder}/${path}`);
  const select = [first, ...others.flatMap((file) => ['-object', file])];
  const report = [...select, `-instr-profile=${merged}`, inRoot('src')];
  console.log(await run('llvm-cov', ['report', '-show-branch-summary', ...report]));
  await run('llvm-cov', [
    ...['show', '-format=html', '-show-branches=count', `-output-dir=${folder}/html`],
    ...report,
  ]);
  console.log(`\nLine by line: ${folder}/html/index.html`);
});
