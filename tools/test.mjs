// npm test [part…]: builds and runs the tests, all of them or the parts that are named.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { prepareAndBuild } from './build.mjs';
import { testPreset } from './cmake.mjs';
import { inRoot } from './files.mjs';
import { testFuzzers } from './fuzz.mjs';
import { readReport } from './junit-report.mjs';
import { ensureNativeTools, ensureNode } from './machine.mjs';
import { main, run, Stop, step } from './steps.mjs';
import { ensureBrowsers, ensureCatch2, ensurePackages } from './toolchain.mjs';

// Read by .ci/run, whose last line it becomes: "passed failed".
const kCounts = inRoot('build/test-counts');

async function testCore(preset, title) {
  await ensureNativeTools();
  await ensureCatch2();
  return testPreset(preset, title, 'about a minute the first time');
}

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
    run(process.execPath, ['node_modules/vitest/vitest.mjs', ...args, ...select], { show: true })
      // Vitest has said what failed.
      .catch((error) => {
        if (!existsSync(report)) throw error;
        isClean = false;
      }),
  );
  return readReport(readFileSync(report, 'utf8'), isClean);
}

async function testInBrowsers(name, title, projects, expectation) {
  await ensureBrowsers();
  return testWithVitest(name, title, projects, `about ${expectation}`);
}

const parts = {
  core: {
    title: 'the tests of the C++ core',
    test: (title) => testCore('native', title),
  },
  asan: {
    title: 'the tests of the C++ core under AddressSanitizer and UBSan',
    test: (title) => testCore('asan', title),
  },
  fuzz: {
    title: 'the fuzzers of the C++ core',
    test: testFuzzers,
  },
  node: {
    title: 'the JavaScript tests in Node',
    test: (title) => testWithVitest('node', title, ['node'], 'about a minute'),
  },
  'fuzz-javascript': {
    title: 'a fuzz of sources whose listeners do anything, in Node',
    test: (title) => testWithVitest('fuzz-javascript', title, ['fuzz-javascript'], 'a minute'),
  },
  faults: {
    title: 'a thousand failures, in Node',
    test: (title) => testWithVitest('faults', title, ['faults'], 'about a minute'),
  },
  browsers: {
    title: 'the JavaScript tests in Chromium, Firefox and WebKit',
    test: (title) =>
      testInBrowsers('browsers', title, ['chromium', 'firefox', 'webkit'], 'two minutes'),
  },
  'without-webassembly': {
    title: 'the same in Chromium without WebAssembly',
    test: (title) =>
      testInBrowsers('without-webassembly', title, ['chromium-without-webassembly'], 'a minute'),
  },
  conformance: {
    title: 'the conformance suite, ours and native in three browsers',
    test: (title) => testInBrowsers('conformance', title, ['conformance'], 'two minutes'),
  },
  consumers: {
    title: 'the tests of the package as bundlers and pages use it',
    test: (title) => testInBrowsers('consumers', title, ['consumers'], 'a minute'),
  },
  docs: {
    title: 'the documentation: its code compiled, and run in Chromium',
    test: (title) => testInBrowsers('docs', title, ['docs'], 'half a minute'),
  },
  tools: {
    title: 'the tests of the tools',
    test: (title) => testWithVitest('tools', title, ['tools'], 'seconds'),
  },
  demo: {
    title: 'the tests of the demo page in Chromium',
    test: (title) => testInBrowsers('demo', title, ['demo'], 'half a minute'),
  },
};

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
  ensureNode();
  await ensurePackages();

  const total = { passed: 0, failed: 0 };
  const lines = [];
  for (const name of names) {
    const { title, test } = parts[name];
    // A part that cannot run is a failure, and no reason not to run the others.
    const { passed, failed, skipped } = await test(title).catch((error) => {
      console.error(error instanceof Stop ? `\n${error.message}` : error);
      return { passed: 0, failed: 1, skipped: [] };
    });
    total.passed += passed;
    total.failed += failed;
    lines.push(`${String(passed).padStart(7)} passed, ${failed} failed: ${title}`);
    for (const test of skipped) lines.push(`        skipped: ${test}`);
    writeFileSync(kCounts, `${total.passed} ${total.failed}\n`);
  }
  console.log(`\n${lines.join('\n')}\n\n${total.passed} passed, ${total.failed} failed`);
  if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
});
