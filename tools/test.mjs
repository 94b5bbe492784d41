// npm test [part…]: builds and runs the tests, all of them or the parts that are named.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { prepareAndBuild } from './build.mjs';
import { testPreset } from './cmake.mjs';
import { inRoot } from './files.mjs';
import { readReport } from './junit-report.mjs';
import { ensure, ensureFirst } from './machine.mjs';
import { explain, main, runPackage, Stop, step } from './steps.mjs';
import { parts } from './test-parts.mjs';

// "passed failed", for the last line of .ci/run.
const kCounts = inRoot('build/test-counts');

let building; // once, however many parts need it

async function testWithVitest(name, title, projects, expectation) {
  building ??= prepareAndBuild();
  await building;
  const report = inRoot('build', `vitest-${name}.xml`);
  rmSync(report, { force: true });
  const args = ['run', '--reporter=default', '--reporter=junit', `--outputFile.junit=${report}`];
  const select = projects.map((project) => `--project=${project}`);
  let isClean = true;
  await step(`Running ${title}`, expectation, () =>
    runPackage('vitest', [...args, ...select], { show: true })
      // Vitest has said what failed.
      .catch((error) => {
        if (!existsSync(report)) throw error;
        isClean = false;
      }),
  );
  return readReport(readFileSync(report, 'utf8'), isClean);
}

/** Runs a part. One that cannot run is a failure, and no reason not to run the others. */
async function testPart(name) {
  const { title, needs, preset, projects, expectation, test } = parts[name];
  try {
    await ensure(...needs);
    if (preset) return await testPreset(preset, title, 'about a minute the first time');
    if (projects) return await testWithVitest(name, title, projects, expectation);
    return await test(title);
  } catch (error) {
    console.error(explain(error));
    return { passed: 0, failed: 1, failures: [], skipped: [] };
  }
}

function choose(names) {
  const unknown = names.filter((name) => !(name in parts));
  if (unknown.length === 0) return names.length > 0 ? names : Object.keys(parts);
  throw new Stop(
    `There is no part ${unknown.join(', ')} of the tests: name some of ${Object.keys(parts).join(', ')}.`,
  );
}

await main(async () => {
  const names = choose(process.argv.slice(2));
  mkdirSync(inRoot('build'), { recursive: true });
  rmSync(kCounts, { force: true });
  await ensureFirst(...names.flatMap((name) => parts[name].needs));

  const total = { passed: 0, failed: 0 };
  const lines = [];
  for (const name of names) {
    const { passed, failed, failures, skipped } = await testPart(name);
    total.passed += passed;
    total.failed += failed;
    lines.push(`${String(passed).padStart(7)} passed, ${failed} failed: ${parts[name].title}`);
    for (const test of failures) lines.push(`        failed: ${test}`);
    for (const test of skipped) lines.push(`        skipped: ${test}`);
    writeFileSync(kCounts, `${total.passed} ${total.failed}\n`);
  }
  console.log(`\n${lines.join('\n')}\n\n${total.passed} passed, ${total.failed} failed`);
  if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
});
