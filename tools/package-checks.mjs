// What must hold of the package before anybody installs it; part of `npm run check`.
import { readFileSync } from 'node:fs';
import { bundleEntries } from './bundle.mjs';
import { changelogSection, namesChanges } from './changelog.mjs';
import { inRoot, writeIfChanged } from './files.mjs';
import { pack } from './pack.mjs';
import { run, runPackage, Stop, step } from './steps.mjs';

const manifest = () => JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));

/** Compares a text with the one last reviewed; `--write` makes it the reviewed one. */
function compareWithReviewed(name, text, what) {
  const file = inRoot('tests/package', name);
  if (process.argv.includes('--write')) return void writeIfChanged(file, text);
  const reviewed = readFileSync(file, 'utf8');
  if (text === reviewed) return;
  const lines = new Set(reviewed.split('\n'));
  const added = text.split('\n').filter((line) => !lines.has(line));
  throw new Stop(
    `${what} differ from tests/package/${name}${added.length > 0 ? `:\n  ${added.join('\n  ')}\n` : '; '}` +
      'if that is intended, accept it with `npm run check -- --write`, and commit that file.',
  );
}

async function checkPublint() {
  const { publint } = await import('publint');
  const { formatMessage } = await import('publint/utils');
  const { messages } = await publint({ pkgDir: inRoot('.'), strict: true });
  // The repository is known only to who publishes.
  const wrong = messages.filter(({ args }) => !/repository/.test(JSON.stringify(args)));
  if (wrong.length === 0) return;
  throw new Stop(wrong.map((message) => formatMessage(message, manifest())).join('\n'));
}

/** As a package of ES modules only: without what CommonJS would look for. */
async function checkTypesResolve() {
  const { checkPackage, createPackageFromTarballData } = await import('@arethetypeswrong/core');
  const { tarball } = await pack();
  const data = new Uint8Array(readFileSync(tarball));
  const result = await checkPackage(createPackageFromTarballData(data), {
    excludeEntrypoints: ['./event-source-core.wasm'], // TypeScript knows no such modules
  });
  if (result.types === false) throw new Stop('The package has no types.');
  const wrong = result.problems.filter(
    (problem) => !('resolutionKind' in problem && /-cjs$/.test(problem.resolutionKind)),
  );
  if (wrong.length > 0) throw new Stop(wrong.map((problem) => JSON.stringify(problem)).join('\n'));
}

async function checkFiles() {
  const { paths } = await pack();
  // The names of what entries share hold a hash of the content.
  const names = paths.map((path) => path.replace(/shared-\w+/, 'shared-*'));
  compareWithReviewed('files.txt', `${names.sort().join('\n')}\n`, 'The files of the package');
}

async function checkTypes() {
  const { describeTypes } = await import('./api-report.mjs');
  compareWithReviewed('types.txt', describeTypes(inRoot('dist')), 'The public types');
}

/** dist/ may hold no third-party code but what THIRD-PARTY-LICENSES.md names. */
async function checkLicences() {
  const inputs = await bundleEntries(inRoot('dist'), { write: false });
  const foreign = inputs.filter((path) => !/^(web|build\/\w+)\//.test(path));
  if (foreign.length > 0) {
    throw new Stop(
      `Third-party code in the bundles: ${foreign.join(', ')}. Name its licence in THIRD-PARTY-LICENSES.md.`,
    );
  }
  const { dependencies, optionalDependencies, peerDependencies } = manifest();
  if (dependencies ?? optionalDependencies ?? peerDependencies) {
    throw new Stop('The package must have no runtime dependencies.');
  }
}

/** With addresses in the lock file, all who install from it would be sent to that registry. */
function checkLockFile() {
  const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
  const bound = Object.keys(packages).filter((path) => packages[path].resolved !== undefined);
  if (bound.length === 0) return;
  throw new Stop(
    `package-lock.json holds registry addresses, of ${bound.slice(0, 3).join(', ')}: remove "resolved".`,
  );
}

/** CHANGELOG.md has a section for the version, or changes under "Unreleased". */
function checkChangelog() {
  const { version } = manifest();
  if ([version, 'Unreleased'].some((title) => namesChanges(changelogSection(title)))) return;
  throw new Stop(`CHANGELOG.md says nothing under "${version}" or "Unreleased".`);
}

/** The version is in two files. */
function checkVersion() {
  const { version } = manifest();
  const [, core] = /project\(eventsource-wasm VERSION ([\d.]+)/.exec(
    readFileSync(inRoot('CMakeLists.txt'), 'utf8'),
  );
  if (version === core) return;
  throw new Stop(`The versions differ: ${version} in package.json, ${core} in CMakeLists.txt.`);
}

const checkDocumentation = () =>
  runPackage('typedoc', ['--emit', 'none', '--logLevel', 'Warn'], {
    advice: 'every public symbol needs a docstring',
  });

/** dist/ is current by now. */
const checkSize = () =>
  run(process.execPath, ['tests/bench/size.mjs', '--as-built'], {
    advice:
      'make it smaller, or raise the budget in tests/bench/size.mjs and say in the commit what for',
  });

const kChecks = [
  ['Checking the package with publint', checkPublint],
  ['Checking that its types resolve', checkTypesResolve],
  ['Checking its list of files', checkFiles],
  ['Checking its public types against the reviewed ones', checkTypes],
  ['Checking that every public symbol is documented', checkDocumentation],
  ['Checking the sizes against their budgets', checkSize],
  ['Checking the licences of what is bundled', checkLicences],
  ['Checking that the lock file names no registry', checkLockFile],
  ['Checking the changelog', checkChangelog],
  ['Checking the version', checkVersion],
];

/** Functions that throw a Stop; dist/ must have been built. */
export const packageChecks = kChecks.map(
  ([title, check]) =>
    () =>
      step(title, '', check),
);
