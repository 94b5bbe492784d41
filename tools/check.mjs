// npm run check: formatting, lint, types, and the package. `npm run format` and `clang-format -i` format;
// `npm run check -- --write` accepts changed public types.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { prepareAndBuild } from './build.mjs';
import { configurePreset } from './cmake.mjs';
import { inRoot, root } from './files.mjs';
import { ensure, ensureFirst, isMissing, needs } from './machine.mjs';
import { packageChecks } from './package-checks.mjs';
import { explain, main, run, runPackage, Stop, step } from './steps.mjs';
import { forCore, forPackage } from './toolchain.mjs';

const kTypeScriptProjects = ['.', 'web/demo', 'tests', 'tools'];

/** The files that git knows or would add, so that a new file is checked before it is committed. */
function filesInGit(...patterns) {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...patterns];
  const { stdout, status } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Stop('git ls-files failed: the checks need a git checkout.');
  return stdout.split('\n').filter((file) => file && existsSync(inRoot(file)));
}

/** CI must check everything; a contributor without a program is told what was left out. */
async function has(need, what) {
  if (process.env.CI || process.getuid?.() === 0) await ensure(need);
  if (!isMissing(need)) return true;
  console.log(`• The ${what} of the C++ is NOT checked: install ${need.what}.`);
  return false;
}

async function checkCppFormatting() {
  if (!(await has(needs.clangFormat, 'formatting'))) return;
  const folders = ['src', 'bindings', 'tests'];
  const files = filesInGit(...folders.flatMap((folder) => [`${folder}/*.cpp`, `${folder}/*.h`]));
  await step('Checking the formatting of the C++', '', () =>
    run('clang-format', ['--dry-run', '--Werror', ...files], {
      advice: 'clang-format -i fixes it',
    }),
  );
}

async function checkCppLint() {
  if (!(await has(needs.clangTidy, 'lint'))) return;
  await step('Checking the lint of the C++', 'half a minute', async () => {
    await ensure(...forCore);
    await configurePreset('native'); // writes compile_commands.json
    await run('clang-tidy', ['-p', 'build/native', '--quiet', ...filesInGit('src/*.cpp')], {
      advice: '.clang-tidy says which checks are off, and why',
    });
  });
}

const checkTypeScriptFormatting = () =>
  step('Checking the formatting and lint of the TypeScript and JavaScript', '', () =>
    runPackage('@biomejs/biome', ['check', '--error-on-warnings'], {
      advice: 'npm run format fixes most of it',
    }),
  );

const checkImports = () =>
  step('Checking what the folders of web/ import from each other', 'seconds', () =>
    runPackage('dependency-cruiser', ['--config', '--', 'web'], {
      advice: '.dependency-cruiser.mjs says what a folder may import',
    }),
  );

/** A file that is longer holds more than one concept. */
const kMostLines = 300;

const checkLengths = () =>
  step(`Checking that no source file is over ${kMostLines} lines`, '', async () => {
    const long = filesInGit('web/*.ts', 'src', 'bindings', ':!web/demo')
      .map((file) => ({ file, lines: readFileSync(inRoot(file), 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > kMostLines);
    if (long.length === 0) return;
    const list = long.map(({ file, lines }) => `${file} (${lines})`).join(', ');
    throw new Stop(
      `More than ${kMostLines} lines: ${list}; a file holds one concept, so move what else it holds into another.`,
    );
  });

const checkUnused = () =>
  step('Checking for files and exports that nothing uses', 'seconds', () =>
    runPackage('knip', ['--include', 'files,exports'], {
      advice: 'use them, remove them, or name what is started by itself in knip.jsonc',
    }),
  );

const checkTypes = (project) =>
  step(`Checking the types of ${project === '.' ? 'web' : project}`, 'seconds', () =>
    runPackage('typescript', ['--noEmit', '--project', project]),
  );

await main(async () => {
  await ensureFirst(...forPackage, ...forCore, needs.clangFormat, needs.clangTidy);
  await prepareAndBuild(); // some types are generated

  const checks = [
    checkTypeScriptFormatting,
    checkCppFormatting,
    checkCppLint,
    checkImports,
    checkLengths,
    checkUnused,
  ];
  for (const project of kTypeScriptProjects) checks.push(() => checkTypes(project));
  checks.push(...packageChecks);
  const failed = [];
  for (const check of checks) {
    await check().catch((error) => {
      failed.push(error?.step ?? 'a check');
      console.error(explain(error));
    });
  }
  console.log(`\n${checks.length - failed.length} checks passed, ${failed.length} failed`);
  for (const title of failed) console.log(`  failed: ${title}`);
  if (failed.length > 0) process.exitCode = 1;
});
