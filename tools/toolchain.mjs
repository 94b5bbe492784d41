// What the checkout needs and does not hold: npm packages, Emscripten, Catch2, browsers.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { inRoot, root } from './files.mjs';
import { isProgramAtLeast, nativeTools, needs } from './machine.mjs';
import { run, runNpm, Stop } from './steps.mjs';

/** @typedef {import('./machine.mjs').Installation} Installation */

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

/** @type {Installation} */
export const npmPackages = {
  what: 'npm packages',
  instead: 'run npm ci',
  title: 'Installing npm packages into node_modules',
  expectation: 'up to a minute',
  needs: [],
  isPresent: packagesAreCurrent,
  install: () =>
    runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=http'], {
      advice: 'check that npm reaches its registry (npm ping)',
    }),
};

/** Is there an emcc that is new enough, on PATH or in .toolchain/? */
function emscriptenIsCurrent() {
  if (isProgramAtLeast('emcc', kMinimumEmscripten)) return true;
  if (!existsSync(inRoot(kEmscripten, '.stamp'))) return false;
  const args = ['tools/get-emscripten.sh', '--is-current', kEmscripten];
  return spawnSync('bash', args, { cwd: root }).status === 0;
}

const kInstallEmsdk = 'install emsdk >= 3.1.60 and put its emcc on PATH';

/** @type {Installation} */
export const emscripten = {
  what: 'Emscripten',
  instead: kInstallEmsdk,
  title: `Installing Emscripten into ${kEmscripten}`,
  expectation: 'one to three minutes, 700 MB',
  needs: [needs.curl, needs.python, needs.xz],
  isPresent: emscriptenIsCurrent,
  install: () => run('bash', ['tools/get-emscripten.sh', kEmscripten], { advice: kInstallEmsdk }),
};

/**
 * The source of Catch2, which CMake compiles. Where NO_INSTALL is set or the download fails,
 * tools/catch2.cmake looks for an installed one.
 *
 * @type {Installation}
 */
const catch2 = {
  what: 'the source of Catch2',
  instead: 'install Catch2',
  title: 'Downloading the source of Catch2',
  expectation: 'up to half a minute',
  needs: [needs.curl],
  isPresent: () => existsSync(inRoot(kCatch2)) || Boolean(process.env.NO_INSTALL),
  install: () =>
    run('bash', ['tools/get-catch2.sh', kCatch2]).catch((error) => {
      if (!(error instanceof Stop)) throw error;
      console.log('  CMake looks for an installed Catch2.');
    }),
};

const hasDisplay = process.env.DISPLAY || process.env.WAYLAND_DISPLAY;

/** Only on Linux: elsewhere the tests name the browser that they do not find. */
const browsers =
  process.platform === 'linux'
    ? [needs.chromium, needs.firefox, needs.webkit, ...(hasDisplay ? [] : [needs.display])]
    : [];

/** For the tests of the C++ core. */
export const forCore = [...nativeTools, catch2];
export const forFuzzers = [...forCore, needs.clang, needs.fuzzerLibraries];
export const forCoverage = [...forFuzzers, needs.coverage];
/** For dist/. */
export const forPackage = [npmPackages, ...nativeTools, emscripten];
export const forBrowsers = [...forPackage, ...browsers];
/** For the tests that put nginx, nchan and Redis between a server and its clients. */
export const forFaults = [...forBrowsers, needs.openssl, needs.nginx, needs.nchan, needs.redis];
