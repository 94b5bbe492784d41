// Fetches what the checkout needs and does not hold: npm packages, Emscripten, Catch2, browsers.
import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from './files.mjs';
import {
  ensure,
  ensureNativeTools,
  findProgram,
  isAtLeast,
  kPrevent,
  needs,
  stopIfForbidden,
  versionOf,
} from './machine.mjs';
import { run, Stop, step } from './steps.mjs';

const kMinimumEmscripten = [3, 1, 60];
const kEmscripten = '.toolchain/emscripten';
const kCatch2 = '.toolchain/catch2-3.7.1.tar.gz';

/** Does node_modules hold what package-lock.json asks for? Read from npm's own record of it. */
function packagesAreCurrent() {
  const record = inRoot('node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional }]) =>
    path === '' ? true : present[path] ? present[path].version === version : optional,
  );
}

export async function ensurePackages() {
  if (packagesAreCurrent()) return;
  stopIfForbidden('npm packages', 'run npm ci');
  await step('Installing npm packages into node_modules', `up to a minute; ${kPrevent}`, () =>
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=http'], {
      advice: 'check that npm reaches its registry (npm ping)',
    }),
  );
}

/** An emcc on PATH that is new enough, else our own one, which is installed when it is missing. */
export async function ensureEmscripten() {
  await ensureNativeTools();
  const version = findProgram('emcc') && versionOf('emcc');
  if (version && isAtLeast(version, kMinimumEmscripten)) return;
  const advice = 'install emsdk >= 3.1.60 and put its emcc on PATH';
  const isInstalled = existsSync(inRoot(kEmscripten, '.stamp'));
  if (!isInstalled) stopIfForbidden('Emscripten', advice);
  await ensure(needs.curl, needs.python, needs.xz);
  const install = () => run('bash', ['tools/get-emscripten.sh', kEmscripten], { advice });
  if (isInstalled)
    await install(); // a look whether it is current
  else
    await step(
      `Installing Emscripten into ${kEmscripten}`,
      `one to three minutes, 700 MB; ${kPrevent}`,
      install,
    );
}

/** Catch2's source, for CMake to find. Where it cannot be had, CMake may know an installed one. */
export async function ensureCatch2() {
  // Where we may not download it, tools/catch2.cmake looks for an installed one, and stops without.
  if (existsSync(inRoot(kCatch2)) || process.env.NO_INSTALL) return;
  await ensure(needs.curl);
  await step('Downloading Catch2', `up to half a minute; ${kPrevent}`, () =>
    run('bash', ['tools/get-catch2.sh', kCatch2]).catch((error) => {
      if (!(error instanceof Stop)) throw error;
      console.log('  CMake looks for an installed one.');
    }),
  );
}

/** On Linux; elsewhere the tests say themselves which browser they miss. */
export async function ensureBrowsers() {
  if (process.platform !== 'linux') return;
  const display = process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? [] : [needs.display];
  await ensure(needs.chromium, needs.firefox, needs.webkit, ...display);
}
