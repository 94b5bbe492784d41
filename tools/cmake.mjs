// Builds a CMake preset, and runs its tests.
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { inRoot } from './files.mjs';
import { readReport } from './junit-report.mjs';
import { findProgram } from './machine.mjs';
import { run, step } from './steps.mjs';

const jobs = String(availableParallelism());

/** What ctest says of tests that pass, and of all when they start. */
const kPassed = /^ +Start +\d+: |^ *\d+\/\d+ Test +#\d+: .* Passed /;

/** Configures, unless that was done since CMakePresets.json changed. */
export async function configurePreset(preset) {
  const cache = inRoot('build', preset, 'CMakeCache.txt');
  const isGenerated = existsSync(inRoot('build', preset, 'cmake_install.cmake'));
  const presets = statSync(inRoot('CMakePresets.json')).mtimeMs;
  const isConfigured = isGenerated && existsSync(cache) && statSync(cache).mtimeMs > presets;
  if (!isConfigured || process.env.CI) {
    const werror = process.env.CI ? ['-DEVENTSOURCE_WERROR=ON'] : [];
    // CMake's own default is make; a folder once configured keeps its generator.
    const env =
      !process.env.CMAKE_GENERATOR && findProgram('ninja') ? { CMAKE_GENERATOR: 'Ninja' } : {};
    await run('cmake', ['--preset', preset, ...werror], { env });
  }
}

/** Configures where that is needed, and builds some targets, or all. */
export async function buildPreset(preset, ...targets) {
  await configurePreset(preset);
  const select = targets.flatMap((target) => ['--target', target]);
  await run('cmake', ['--build', '--preset', preset, '--parallel', jobs, ...select]);
}

/**
 * Builds a preset's tests and runs them.
 *
 * @returns {Promise<import('./junit-report.mjs').Counts>}
 */
export async function testPreset(preset, title, expectation) {
  const report = inRoot('build', preset, 'ctest.xml');
  await step(`Building ${title}`, expectation, () => buildPreset(preset));
  rmSync(report, { force: true });
  let isClean = true;
  await step(`Running ${title}`, 'seconds', () =>
    run(
      'ctest',
      ['--preset', preset, '--parallel', jobs, '--no-tests=error', '--output-junit', report],
      { ignored: kPassed },
    )
      // Failed tests are in the report, and ctest's output has been shown.
      .catch((error) => {
        if (!existsSync(report)) throw error;
        isClean = false;
      }),
  );
  return readReport(readFileSync(report, 'utf8'), isClean);
}
