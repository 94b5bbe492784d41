// npm run check: layout, lint, types, and the package. `npx biome check --write` and `clang-format -i`
// mend layout; `npm run check -- --write` takes a changed public interface for reviewed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { buildPackage } from './build.mjs';
import { ensure, ensureNode, findProgram, needs } from './machine.mjs';
import { packageChecks } from './package-checks.mjs';
import { main, run, Stop, step } from './steps.mjs';
import { ensureEmscripten, ensurePackages } from './toolchain.mjs';

const kTypeScriptProjects = ['.', 'web/demo', 'tests', 'tools'];

/** The files that git knows or would add, so that a new file is checked before it is committed. */
function filesInGit(...patterns) {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...patterns];
  const { stdout, status } = spawnSync('git', args, { encoding: 'utf8' });
  if (status !== 0) throw new Stop('git ls-files failed: the checks need a git checkout.');
  return stdout.split('\n').filter((file) => file && existsSync(file));
}

function cppFiles() {
  return filesInGit(
    ...['src', 'bindings', 'tests'].flatMap((dir) => [`${dir}/*.cpp`, `${dir}/*.h`]),
  );
}

async function checkCppLayout() {
  // CI must check everything; a contributor without clang-format is told what was left out.
  if (process.env.CI || process.getuid?.() === 0) await ensure(needs.clangFormat);
  if (!findProgram('clang-format')) {
    console.log('• The layout of the C++ is NOT checked: install clang-format.');
    return;
  }
  await step('Checking the layout of the C++', '', () =>
    run('clang-format', ['--dry-run', '--Werror', ...cppFiles()], {
      advice: 'clang-format -i mends it',
    }),
  );
}

const checkTypeScriptLayout = () =>
  step('Checking the layout and lint of the TypeScript and JavaScript', '', () =>
    run('node_modules/.bin/biome', ['check', '--error-on-warnings'], {
      advice: 'npx biome check --write mends most of it',
    }),
  );

const checkRooms = () =>
  step('Checking what the rooms of web/ import', 'seconds', () =>
    run(
      process.execPath,
      ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--config', '--', 'web'],
      { advice: '.dependency-cruiser.mjs says what a room may import' },
    ),
  );

/** A file that is longer holds more than one concept. */
const kMostLines = 300;

async function checkLengths() {
  const long = filesInGit('web/*.ts', 'src', 'bindings', ':!web/demo')
    .map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > kMostLines);
  if (long.length === 0) return;
  const list = long.map(({ file, lines }) => `${file} (${lines})`).join(', ');
  throw new Stop(`More than ${kMostLines} lines: ${list}; a file holds one concept.`);
}

const checkTypes = (project) =>
  step(`Checking the types of ${project === '.' ? 'web' : project}`, 'seconds', () =>
    run(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit', '--project', project]),
  );

await main(async () => {
  ensureNode();
  await ensurePackages();
  await ensureEmscripten();
  await buildPackage(); // some types are generated

  const checks = [checkTypeScriptLayout, checkCppLayout, checkRooms, checkLengths];
  for (const project of kTypeScriptProjects) checks.push(() => checkTypes(project));
  checks.push(...packageChecks);
  let failed = 0;
  for (const check of checks) {
    await check().catch((error) => {
      failed++;
      console.error(error instanceof Stop ? error.message : error);
    });
  }
  console.log(`\n${checks.length - failed} checks passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
});
