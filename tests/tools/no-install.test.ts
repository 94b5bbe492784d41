// What the tools install where something is missing, and that NO_INSTALL forbids it. They run in a copy
// of a checkout, and find on PATH only programs that do nothing but write down how they were called.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { testWhere } from '../support/where.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

const kNativeTools = ['cmake', 'ninja', 'c++'];

/** A copy of tools/ in a checkout with hardly anything else, and `programs` on its PATH. */
function checkout(programs: string[], programsVersion = '99.0.0') {
  const folder = mkdtempSync(join(tmpdir(), 'no-install-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const bin = join(folder, 'bin');
  const calls = join(folder, 'calls');
  mkdirSync(bin);
  for (const name of programs) {
    const file = join(bin, name);
    const version = '[ "$1" != --version ] || { echo "version $VERSION"; exit 0; }';
    writeFileSync(
      file,
      `#!/bin/sh\nVERSION=${programsVersion}\n${version}\necho "${name} $*" >>'${calls}'\nexit 1\n`,
    );
    chmodSync(file, 0o755);
  }
  cpSync(join(root, 'tools'), join(folder, 'tools'), { recursive: true });
  cpSync(join(root, 'CMakePresets.json'), join(folder, 'CMakePresets.json'));
  writeFileSync(join(folder, 'package-lock.json'), '{ "packages": {} }');
  return {
    folder,
    installPackages() {
      mkdirSync(join(folder, 'node_modules'));
      writeFileSync(join(folder, 'node_modules/.package-lock.json'), '{ "packages": {} }');
    },
    /** Runs a program in it; `calls` are the command lines that reached PATH. */
    run(command: string, args: string[], env: Record<string, string>) {
      const { status, stdout, stderr } = spawnSync(command, args, {
        cwd: folder,
        env: { PATH: bin, ...env },
        encoding: 'utf8',
      });
      const called = existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : [];
      return { status, stdout, stderr: stderr.trim(), calls: called };
    },
  };
}

const kNoInstall = { NO_INSTALL: '1' };
const kEnsureBrowsers = [
  '--input-type=module',
  '--eval',
  `import { ensure, needs } from './tools/machine.mjs';
   import { main } from './tools/steps.mjs';
   await main(() => ensure(needs.chromium, needs.firefox));`,
];
// Only root may install them; others are told what to install in any case.
const isRoot = process.getuid?.() === 0;

test('npm packages are not installed where NO_INSTALL is set', () => {
  const { run } = checkout([...kNativeTools, 'bash', 'curl', 'npm', 'emcc']);
  expect(run(process.execPath, ['tools/test.mjs', 'node'], kNoInstall)).toEqual({
    status: 1,
    stdout: '',
    stderr: 'Missing: npm packages. NO_INSTALL is set, so do it yourself: run npm ci.',
    calls: [],
  });
});

test('npm packages that are missing are announced and installed', () => {
  const { run } = checkout([...kNativeTools, 'npm', 'emcc']);
  const { stdout, calls } = run(process.execPath, ['tools/test.mjs', 'node'], {});
  expect(stdout).toContain('Installing npm packages into node_modules');
  expect(calls).toEqual([expect.stringMatching(/^npm ci /)]);
});

test('an installation that fails is not tried again for the next part', () => {
  const { run } = checkout([...kNativeTools, 'npm', 'emcc']);
  const { stdout, calls } = run(process.execPath, ['tools/test.mjs', 'node', 'tools'], {});
  expect(stdout).toContain('0 passed, 2 failed');
  expect(calls).toEqual([expect.stringMatching(/^npm ci /)]);
});

test('Emscripten is not installed where NO_INSTALL is set', () => {
  const { run, installPackages } = checkout([...kNativeTools, 'bash', 'curl', 'python3', 'xz']);
  installPackages();
  expect(run(process.execPath, ['tools/build.mjs'], kNoInstall)).toEqual({
    status: 1,
    stdout: '',
    stderr:
      'Missing: Emscripten. NO_INSTALL is set, so do it yourself: install emsdk >= 3.1.60 and put its emcc on PATH.',
    calls: [],
  });
});

test('Emscripten is announced and installed where it is missing', () => {
  const { run, installPackages } = checkout([...kNativeTools, 'bash', 'curl', 'python3', 'xz']);
  installPackages();
  const { stdout, calls } = run(process.execPath, ['tools/build.mjs'], {});
  expect(stdout).toContain('Installing Emscripten into .toolchain/emscripten');
  expect(calls).toEqual(['bash tools/get-emscripten.sh .toolchain/emscripten']);
});

test('Catch2 is not downloaded where NO_INSTALL is set', () => {
  const { run } = checkout([...kNativeTools, 'bash', 'curl']);
  const { calls } = run(process.execPath, ['tools/test.mjs', 'core'], kNoInstall);
  expect(calls).toEqual(['cmake --preset native']);
});

test('Catch2 is announced and downloaded where it is missing, once', () => {
  const { run } = checkout([...kNativeTools, 'bash', 'curl']);
  const { stdout, calls } = run(process.execPath, ['tools/test.mjs', 'core', 'asan'], {});
  expect(stdout).toContain('Downloading the source of Catch2');
  expect(calls).toEqual([
    'bash tools/get-catch2.sh .toolchain/catch2-3.7.1.tar.gz',
    'cmake --preset native',
    'cmake --preset asan',
  ]);
});

test('a CMake that is too old counts as missing', () => {
  const { run } = checkout([...kNativeTools, 'bash', 'curl'], '3.24.9');
  const { stderr, calls } = run(process.execPath, ['tools/test.mjs', 'core'], {});
  expect(stderr).toMatch(/^Missing on this machine: install CMake >= 3\.25 /);
  expect(calls).not.toContain('cmake --preset native');
});

testWhere(isRoot, 'system packages are for root to install')(
  'system packages are not installed where NO_INSTALL is set',
  () => {
    const { run } = checkout(['apt-get']);
    expect(run(process.execPath, kEnsureBrowsers, kNoInstall)).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'Missing: Chromium and Firefox. NO_INSTALL is set, so do it yourself: run apt-get install chromium firefox-esr.',
      calls: [],
    });
  },
);

testWhere(isRoot, 'system packages are for root to install')(
  'system packages are named before they are installed',
  () => {
    const { run } = checkout(['apt-get']);
    const { stdout, calls } = run(process.execPath, kEnsureBrowsers, {});
    expect(stdout).toContain('Installing chromium and firefox-esr with apt-get');
    expect(calls).toEqual([
      'apt-get update',
      'apt-get install --yes --no-install-recommends chromium firefox-esr',
    ]);
  },
);

testWhere(isRoot, 'system packages are for root to install')(
  'all that the parts will need is named before anything is installed',
  () => {
    const { run } = checkout(['apt-get', 'npm', 'bash']);
    const { stdout, calls } = run(process.execPath, ['tools/test.mjs', 'core', 'node'], {});
    expect(stdout.split('\n')[0]).toBe(
      'To install: CMake >= 3.25, ninja or make, a C++20 compiler, curl, the source of Catch2, ' +
        'npm packages, Python 3, xz, and Emscripten (NO_INSTALL=1 prevents it).',
    );
    expect(calls[1]).toBe(
      'apt-get install --yes --no-install-recommends cmake ninja-build g++ curl python3 xz-utils',
    );
  },
);

testWhere(isRoot, 'system packages are for root to install')(
  'all that the parts will need is named where NO_INSTALL is set',
  () => {
    const { run } = checkout(['apt-get', 'npm', 'bash']);
    const { stderr, calls } = run(process.execPath, ['tools/test.mjs', 'core', 'node'], kNoInstall);
    expect(stderr).toBe(
      'Missing: CMake >= 3.25, ninja or make, a C++20 compiler, npm packages, curl, Python 3, xz, and ' +
        'Emscripten. NO_INSTALL is set, so do it yourself: run apt-get install cmake ninja-build g++ ' +
        'curl python3 xz-utils, run npm ci, and install emsdk >= 3.1.60 and put its emcc on PATH.',
    );
    expect(calls).toEqual([]);
  },
);

test('a user who may install nothing is told what is missing', () => {
  const { run } = checkout([]);
  const { stdout, stderr } = run(process.execPath, kEnsureBrowsers, {});
  expect(stdout).toBe('');
  expect(stderr).toBe(
    'Missing on this machine: install Chromium and Firefox (on Debian: apt-get install chromium firefox-esr).',
  );
});

test('a part whose programs cannot be installed fails, and the others run', () => {
  const { run } = checkout([...kNativeTools, 'bash', 'curl']);
  const { stdout, stderr, calls } = run(process.execPath, ['tools/test.mjs', 'fuzz', 'core'], {});
  expect(stderr).toContain('Missing on this machine: install clang++');
  expect(stdout).toContain('0 passed, 2 failed');
  expect(calls).toContain('cmake --preset native');
});

test.for([
  ['get-emscripten.sh', '.toolchain/emscripten'],
  ['get-catch2.sh', '.toolchain/catch2.tar.gz'],
])('%s downloads nothing where NO_INSTALL is set', ([script, target]) => {
  const { folder, run } = checkout(['curl', 'npm']);
  const path = { PATH: `${folder}/bin:${process.env.PATH}` };
  const args = [`tools/${script}`, target!];
  const forbidden = run('bash', args, { ...path, ...kNoInstall });
  expect(forbidden.status).toBe(1);
  expect(forbidden.stderr).toMatch(/^get-\w+: NO_INSTALL is set, and /);
  expect(forbidden.calls).toEqual([]);

  const nowhere = 'http://127.0.0.1:9';
  const mirrors = { DEBIAN_MIRROR: nowhere, NPM_REGISTRY: nowhere };
  const allowed = run('bash', args, { ...path, ...mirrors });
  expect(allowed.calls).toContainEqual(expect.stringMatching(/^curl /));
});

test('get-emscripten.sh --is-current says by its exit code that nothing is there, and installs nothing', () => {
  const { folder, run } = checkout(['curl', 'npm']);
  const path = { PATH: `${folder}/bin:${process.env.PATH}` };
  const looked = run('bash', ['tools/get-emscripten.sh', '--is-current', 'emscripten'], path);
  expect(looked).toMatchObject({ status: 1, stderr: '', calls: [] });
});

testWhere(isRoot, 'system packages are for root to install')(
  "the fuzzers' libraries are installed for the compiler that lacks them",
  () => {
    const { run } = checkout([...kNativeTools, 'clang++', 'curl', 'bash', 'apt-get']);
    const { calls } = run(process.execPath, ['tools/test.mjs', 'fuzz'], {});
    expect(calls).toContain('apt-get install --yes --no-install-recommends libclang-rt-99-dev');
  },
);

testWhere(isRoot, 'system packages are for root to install')(
  'npm run test:faults names nginx, nchan and Redis where NO_INSTALL is set',
  () => {
    const { run } = checkout([
      'apt-get',
      'chromium',
      'firefox',
      'WebKitWebDriver',
      'Xvfb',
      'openssl',
    ]);
    const env = { ...kNoInstall, NCHAN_MODULE: '/nowhere' };
    const { stderr, calls } = run(process.execPath, ['tools/test-faults.mjs'], env);
    expect(stderr).toMatch(/^Missing: .*the module nchan of nginx.* NO_INSTALL is set/);
    expect(stderr).toMatch(/run apt-get install .*libnginx-mod-nchan.* redis-server/);
    expect(calls).toEqual([]);
  },
);
