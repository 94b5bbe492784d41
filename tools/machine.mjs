// What the machine must have before it can build or test, and its installation where that is allowed.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { run, Stop, step } from './steps.mjs';

/**
 * What a package of the system brings.
 *
 * @typedef {object} Need
 * @property {string} what in words
 * @property {(string | undefined)[]} [programs] any of which will do; absolute or on PATH
 * @property {() => boolean} [isPresent] instead, where a program on PATH is not enough
 * @property {string} debian the package, on Debian and its derivatives
 */

/**
 * What is installed into the checkout.
 *
 * @typedef {object} Installation
 * @property {string} what in words
 * @property {string} instead what the user can do where installing is forbidden
 * @property {string} title of the step that installs it
 * @property {string} expectation how long that takes
 * @property {Need[]} needs what installs it
 * @property {() => boolean} isPresent
 * @property {() => Promise<unknown>} install
 */

/** Where Debian's package puts it; NCHAN_MODULE names another place. */
const kNchanModule = '/usr/lib/nginx/modules/ngx_nchan_module.so';

/** @type {Record<string, Need>} */
export const needs = {
  cmake: {
    what: 'CMake >= 3.25',
    isPresent: () => isProgramAtLeast('cmake', [3, 25, 0]),
    debian: 'cmake',
  },
  compiler: {
    what: 'a C++20 compiler',
    programs: [process.env.CXX, 'c++', 'g++', 'clang++'],
    debian: 'g++',
  },
  clang: { what: 'clang++', programs: ['clang++'], debian: 'clang' },
  fuzzerLibraries: {
    what: 'the libraries of libFuzzer and the sanitizers',
    isPresent: canLinkFuzzers,
    // Those of the clang++ that is there, or will be.
    get debian() {
      const version = findProgram('clang++') && versionOf('clang++')?.[0];
      return version ? `libclang-rt-${version}-dev` : 'libclang-rt-dev';
    },
  },
  coverage: { what: 'llvm-cov', programs: ['llvm-cov'], debian: 'llvm' },
  builder: {
    what: 'ninja or make',
    programs: ['ninja', 'make', 'gmake'],
    debian: 'ninja-build',
  },
  clangFormat: { what: 'clang-format', programs: ['clang-format'], debian: 'clang-format' },
  clangTidy: { what: 'clang-tidy', programs: ['clang-tidy'], debian: 'clang-tidy' },
  curl: { what: 'curl', programs: ['curl'], debian: 'curl' },
  python: { what: 'Python 3', programs: ['python3'], debian: 'python3' },
  xz: { what: 'xz', programs: ['xz'], debian: 'xz-utils' },
  chromium: {
    what: 'Chromium',
    programs: [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome-stable'],
    debian: 'chromium',
  },
  firefox: {
    what: 'Firefox',
    programs: [process.env.FIREFOX, 'firefox', 'firefox-esr'],
    debian: 'firefox-esr',
  },
  webkit: {
    what: "WebKitGTK's WebDriver",
    programs: [process.env.WEBKIT_DRIVER, 'WebKitWebDriver'],
    debian: 'webkit2gtk-driver',
  },
  display: { what: 'Xvfb', programs: ['Xvfb'], debian: 'xvfb' },
  openssl: { what: 'openssl', programs: ['openssl'], debian: 'openssl' },
  nginx: { what: 'nginx', programs: ['nginx', '/usr/sbin/nginx'], debian: 'nginx-light' },
  nchan: {
    what: 'the module nchan of nginx',
    isPresent: () => existsSync(process.env.NCHAN_MODULE ?? kNchanModule),
    debian: 'libnginx-mod-nchan',
  },
  redis: { what: 'redis-server', programs: ['redis-server'], debian: 'redis-server' },
};

function isRunnable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The file of a program, or undefined. */
export function findProgram(name) {
  if (isAbsolute(name)) return isRunnable(name) ? name : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isRunnable);
}

/** @param {Pick<Need, 'programs' | 'isPresent'>} wanted */
export const isMissing = ({ programs, isPresent }) =>
  !(isPresent ? isPresent() : programs.some((name) => name && findProgram(name)));

const isSystemPackage = (wanted) => 'debian' in wanted;
const needsOf = (wanted) => ('needs' in wanted ? wanted.needs : []);
const canInstallSystemPackages = () => process.getuid?.() === 0 && findProgram('apt-get');
const list = (words) => new Intl.ListFormat('en').format(words);
const inWords = (wanted) => list(wanted.map(({ what }) => what));

async function installSystemPackages(missing) {
  const packages = missing.map(({ debian }) => debian);
  const title = `Installing ${list(packages)} with apt-get`;
  await step(title, 'one to five minutes', async () => {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    // An index that cannot be refreshed is no reason to stop: the packages may be in another.
    await run('apt-get', ['update'], { env }).catch(() => {});
    const install = ['install', '--yes', '--no-install-recommends', ...packages];
    await run('apt-get', install, { env, advice: `install ${inWords(missing)}` });
  });
  const still = missing.filter(isMissing);
  if (still.length > 0) throw new Stop(`Missing even after apt-get install: ${inWords(still)}.`);
}

/** What became of each Installation that was tried: none is tried twice. */
const attempts = new Map();

function installOnce(wanted) {
  const { title, expectation, install } = wanted;
  if (!attempts.has(wanted)) attempts.set(wanted, step(title, expectation, install));
  return attempts.get(wanted);
}

/**
 * Installs what is missing of `wanted`, after naming all of it. Stops, and says what to do instead,
 * where NO_INSTALL is set, where a system package is missing that cannot be installed, and where Node.js
 * is too old.
 *
 * @param {(Need | Installation)[]} wanted
 */
export async function ensure(...wanted) {
  ensureNode();
  const withNeeds = wanted.filter(isMissing).flatMap((one) => [...needsOf(one), one]);
  const missing = [...new Set(withNeeds)].filter(isMissing);
  if (missing.length === 0) return;
  const ofSystem = missing.filter(isSystemPackage);
  const ofCheckout = missing.filter((one) => !isSystemPackage(one));
  const aptGet = `apt-get install ${ofSystem.map(({ debian }) => debian).join(' ')}`;
  if (ofSystem.length > 0 && !canInstallSystemPackages()) {
    throw new Stop(`Missing on this machine: install ${inWords(ofSystem)} (on Debian: ${aptGet}).`);
  }
  if (process.env.NO_INSTALL) {
    const instead = ofCheckout.map((one) => one.instead);
    if (ofSystem.length > 0) instead.unshift(`run ${aptGet}`);
    throw new Stop(
      `Missing: ${inWords(missing)}. NO_INSTALL is set, so do it yourself: ${list(instead)}.`,
    );
  }
  const named = missing.filter((one) => !attempts.has(one));
  if (named.length > 0) console.log(`To install: ${inWords(named)} (NO_INSTALL=1 prevents it).`);
  if (ofSystem.length > 0) await installSystemPackages(ofSystem);
  for (const one of ofCheckout) await installOnce(one);
}

/**
 * The same before the work begins, for all that its parts will want. What cannot be installed is left
 * to the part that wants it, so that the others can run.
 *
 * @param {(Need | Installation)[]} wanted
 */
export async function ensureFirst(...wanted) {
  ensureNode();
  const isInstallable = (one) => !isSystemPackage(one) || canInstallSystemPackages();
  const installable = wanted.filter((one) =>
    [one, ...needsOf(one)].filter(isMissing).every(isInstallable),
  );
  await ensure(...installable).catch((error) => {
    if (process.env.NO_INSTALL || !(error instanceof Stop)) throw error;
    console.error(error.message);
  });
}

/** The first version number that a program prints, as [major, minor, patch]. */
function versionOf(program) {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return /(\d+)\.(\d+)\.(\d+)/
    .exec(stdout ?? '')
    ?.slice(1)
    .map(Number);
}

/** Is a program on PATH, and of this version, [major, minor, patch], or newer? */
export function isProgramAtLeast(program, minimum) {
  const version = findProgram(program) && versionOf(program);
  if (!version) return false;
  const at = version.findIndex((number, i) => number !== minimum[i]);
  return at < 0 || version[at] > minimum[at];
}

/** Can clang++ link a fuzzer? The libraries for that are a package of their own on Debian. */
function canLinkFuzzers() {
  const input =
    'extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, __SIZE_TYPE__) { return 0; }';
  const args = ['-fsanitize=fuzzer,address,undefined', '-x', 'c++', '-', '-o', '/dev/null'];
  return spawnSync('clang++', args, { input }).status === 0;
}

function ensureNode() {
  if (Number(process.versions.node.split('.')[0]) >= 20) return;
  throw new Stop(`Node.js ${process.versions.node} is too old: install Node.js 20 or newer.`);
}

/** What CMake's presets need. */
export const nativeTools = [needs.cmake, needs.builder, needs.compiler];
