// npm test [part…]: builds and runs the tests, all of them or the parts that are named.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { prepareAndBuild } from './build.mjs';
import { testPreset } from './cmake.mjs';
import { inRoot } from './files.mjs';
import { testFuzzers } from './fuzz.mjs';
import { readReport } from './junit-report.mjs';
import { ensure, ensureFirst, ensureNode } from './machine.mjs';
import { main, runPackage, Stop, step } from './steps.mjs';
import { forBrowsers, forCore, forFuzzers, forPackage } from './toolchain.mjs';

// "passed failed", for the last line of .ci/run.
const kCounts = inRoot('build/test-counts');

const testCore = (preset, title) => testPreset(preset, title, 'about a minute the first time');

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

/** What a part needs is installed before the first one begins, or at the latest before the part. */
const parts = {
  core: {
    title: 'the tests of the C++ core',
    needs: forCore,
    test: (title) => testCore('native', title),
  },
  asan: {
    title: 'the tests of the C++ core under AddressSanitizer and UBSan',
    needs: forCore,
    test: (title) => testCore('asan', title),
  },
  fuzz: {
    title: 'the fuzzers of the C++ core',
    needs: forFuzzers,
    test: testFuzzers,
  },
  node: {
    title: 'the JavaScript tests in Node',
    needs: forPackage,
    test: (title) => testWithVitest('node', title, ['node'], 'about a minute'),
  },
  'fuzz-javascript': {
    title: 'a fuzz of sources whose listeners do anything, in Node',
    needs: forPackage,
    test: (title) => testWithVitest('fuzz-javascript', title, ['fuzz-javascript'], 'a minute'),
  },
  faults: {
    title: 'a thousand failures, in Node',
    needs: forPackage,
    test: (title) => testWithVitest('faults', title, ['faults'], 'about a minute'),
  },
  browsers: {
    title: 'the JavaScript tests in Chromium, Firefox and WebKit',
    needs: forBrowsers,
    test: (title) =>
      testWithVitest('browsers', title, ['chromium', 'firefox', 'webkit'], 'about two minutes'),
  },
  'without-webassembly': {
    title: 'the JavaScript tests in Chromium without WebAssembly',
    needs: forBrowsers,
    test: (title) =>
      testWithVitest(
        'without-webassembly',
        title,
        ['chromium-without-webassembly'],
        'about a minute',
      ),
  },
  conformance: {
    title: 'the conformance table, played by this package and the native EventSource',
    needs: forBrowsers,
    test: (title) => testWithVitest('conformance', title, ['conformance'], 'about two minutes'),
  },
  consumers: {
    title: 'the tests of the package as bundlers and pages use it',
    needs: forBrowsers,
    test: (title) => testWithVitest('consumers', title, ['consumers'], 'about a minute'),
  },
  docs: {
    title: 'the documentation: its code compiled, and run in Chromium',
    needs: forBrowsers,
    test: (title) => testWithVitest('docs', title, ['docs'], 'about half a minute'),
  },
  tools: {
    title: 'the tests of the tools',
    needs: forPackage,
    test: (title) => testWithVitest('tools', title, ['tools'], 'seconds'),
  },
  demo: {
    title: 'the tests of the demo page in Chromium',
    needs: forBrowsers,
    test: (title) => testWithVitest('demo', title, ['demo'], 'about half a minute'),
  },
};

/** Runs a part. One that cannot run is a failure, and no reason not to run the others. */
async function testPart({ title, needs, test }) {
  try {
    await ensure(...needs);
    return await test(title);
  } catch (error) {
    console.error(error instanceof Stop ? `\n${error.message}` : error);
    return { passed: 0, failed: 1, skipped: [] };
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
  ensureNode();
  await ensureFirst(...names.flatMap((name) => parts[name].needs));

  const total = { passed: 0, failed: 0 };
  const lines = [];
  for (const name of names) {
    const { passed, failed, skipped } = await testPart(parts[name]);
    total.passed += passed;
    total.failed += failed;
    lines.push(`${String(passed).padStart(7)} passed, ${failed} failed: ${parts[name].title}`);
    for (const test of skipped) lines.push(`        skipped: ${test}`);
    writeFileSync(kCounts, `${total.passed} ${total.failed}\n`);
  }
  console.log(`\n${lines.join('\n')}\n\n${total.passed} passed, ${total.failed} failed`);
  if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
});
