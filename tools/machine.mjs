// What the machine must have before we can build or test, and how to get it where we may install it.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { run, Stop, step } from './steps.mjs';

/**
 * @typedef {object} Need
 * @property {string} what in words
 * @property {(string | undefined)[]} programs any of which will do; absolute or on PATH
 * @property {() => boolean} [isPresent] instead, where it is no program
 * @property {string} debian the package that holds one, on Debian and its kin
 */

/** @type {Record<string, Need>} */
export const needs = {
  cmake: { what: 'CMake >= 3.25', programs: ['cmake'], debian: 'cmake' },
  compiler: {
    what: 'a C++20 compiler',
    programs: [process.env.CXX, 'c++', 'g++', 'clang++'],
    debian: 'g++',
  },
  clang: { what: 'clang++', programs: ['clang++'], debian: 'clang' },
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

const isMissing = ({ programs, isPresent }) =>
  !(isPresent ? isPresent() : programs.some((name) => name && findProgram(name)));
const list = (words) => new Intl.ListFormat('en').format(words);

/** To be called before anything is installed or downloaded: NO_INSTALL=1 forbids that. */
export function stopIfForbidden(what, instead) {
  if (!process.env.NO_INSTALL) return;
  throw new Stop(`NO_INSTALL is set, and ${what} would have to be installed: ${instead}.`);
}

/** The end of a step's expectation, so that whoever minds the step knows how to prevent it. */
export const kPrevent = 'NO_INSTALL=1 prevents it';

/** Installs what is missing of `wanted` where we are root and have apt-get; else stops. */
export async function ensure(...wanted) {
  const missing = wanted.filter(isMissing);
  if (missing.length === 0) return;
  const what = list(missing.map((need) => need.what));
  const packages = missing.map((need) => need.debian);
  const advice = `install ${what} (on Debian: apt-get install ${packages.join(' ')})`;
  if (process.getuid?.() !== 0 || !findProgram('apt-get')) {
    throw new Stop(`Missing on this machine: ${advice}.`);
  }
  stopIfForbidden(what, `run apt-get install ${packages.join(' ')}`);
  const title = `Installing ${list(packages)} with apt-get`;
  await step(title, `one to five minutes; ${kPrevent}`, async () => {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    // An index that fails to refresh is no reason to stop: what we want may be in another.
    await run('apt-get', ['update'], { env }).catch(() => {});
    const install = ['install', '--yes', '--no-install-recommends', ...packages];
    await run('apt-get', install, { env, advice });
  });
  const still = missing.filter(isMissing);
  if (still.length > 0) throw new Stop(`Not found after its installation: ${advice}.`);
}

/** The first version number that a program prints, as [major, minor, patch]. */
export function versionOf(program) {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return /(\d+)\.(\d+)\.(\d+)/
    .exec(stdout ?? '')
    ?.slice(1)
    .map(Number);
}

/** Is version `a` at least `b`? Both as [major, minor, patch]. */
export function isAtLeast(a, b) {
  const at = a.findIndex((number, i) => number !== b[i]);
  return at < 0 || a[at] > b[at];
}

export function ensureNode() {
  if (Number(process.versions.node.split('.')[0]) >= 20) return;
  throw new Stop(`Node.js ${process.versions.node} is too old: install Node.js 20 or newer.`);
}

/** CMake, a builder it can use, and a compiler. */
export async function ensureNativeTools() {
  await ensure(needs.cmake, needs.builder, needs.compiler);
  const version = versionOf('cmake');
  if (!version || !isAtLeast(version, [3, 25, 0])) {
    throw new Stop(`CMake ${version?.join('.')} is too old: install CMake 3.25 or newer.`);
  }
}

/** Can clang++ link a fuzzer? The libraries for that are a package of their own on Debian. */
function canLinkFuzzers() {
  const input =
    'extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, __SIZE_TYPE__) { return 0; }';
  const args = ['-fsanitize=fuzzer,address,undefined', '-x', 'c++', '-', '-o', '/dev/null'];
  return spawnSync('clang++', args, { input }).status === 0;
}

/** What the preset `fuzz` needs. */
export async function ensureFuzzerTools() {
  await ensureNativeTools();
  await ensure(needs.clang);
  await ensure({
    what: 'the libraries of libFuzzer and the sanitizers',
    isPresent: canLinkFuzzers,
    programs: [],
    debian: `libclang-rt-${versionOf('clang++')?.[0]}-dev`,
  });
}
