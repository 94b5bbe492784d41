// npm run build: the WebAssembly module, what is generated from it and from the C++ headers, and dist/.
// A part whose inputs have not changed is not built again. --wasm: neither the JavaScript fallback nor dist/,
// which few tests in Node need.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleEntries, entryNames } from './bundle.mjs';
import { buildPreset } from './cmake.mjs';
import { parseCommandLine } from './command-line.mjs';
import { coreText } from './core-text.mjs';
import { inRoot, newest, writeIfChanged } from './files.mjs';
import { ensure } from './machine.mjs';
import { generateSharedEnums, kSharedFolders } from './shared-enums.mjs';
import { main, runPackage, step } from './steps.mjs';
import { forPackage } from './toolchain.mjs';

const kModule = 'event-source-core';
const kLast = 'index.d.ts'; // the file in dist that is written last
const generated = inRoot('build/generated');
const dist = inRoot('dist');

/** The module as a TypeScript constant, for web/core/embedded-module.ts. */
function generateCoreBytes() {
  const text = coreText(readFileSync(inRoot('build/wasm', `${kModule}.wasm`)));
  const notice = `// Generated from ${kModule}.wasm by tools/build.mjs, see tools/core-text.mjs.`;
  writeIfChanged(
    join(generated, 'core-bytes.ts'),
    `${notice}\nexport const coreText = ${JSON.stringify(text)};\n`,
  );
}

/** The module, and what is generated from it and from the headers. */
async function buildWasm() {
  generateSharedEnums(kSharedFolders, generated);
  await step('Building the WebAssembly module', 'about half a minute the first time', () =>
    buildPreset('wasm'),
  );
  generateCoreBytes();
}

/** Everything that web/*.ts imports from build/. */
export async function buildModule() {
  await buildWasm();
  await step('Building its JavaScript fallback', 'about half a minute the first time', () =>
    buildPreset('javascript'),
  );
}

/** The declarations that those of the entries import, with specifiers that every TypeScript resolves. */
async function writeDeclarations() {
  const all = inRoot('build/declarations');
  rmSync(all, { recursive: true, force: true });
  await runPackage('typescript', ['--project', 'tsconfig.build.json']);
  const reachable = entryNames().map((name) => `${name}.d.ts`);
  const texts = new Map();
  for (const file of reachable) {
    const text = readFileSync(join(all, 'web', file), 'utf8').replace(
      /((?:from|import)\s*\(?')(\.{1,2}\/[\w/.-]+)\.ts'/g,
      (_, before, path) => {
        const target = `${posix.join(posix.dirname(file), path)}.d.ts`;
        if (!reachable.includes(target)) reachable.push(target);
        return `${before}${path}.js'`;
      },
    );
    texts.set(file, text);
  }
  for (const file of reachable.reverse()) {
    mkdirSync(dirname(join(dist, file)), { recursive: true });
    writeFileSync(join(dist, file), texts.get(file));
  }
}

/** dist/, what npm packs. */
export async function buildPackage() {
  await buildModule();
  const modules = [`build/wasm/${kModule}.js`, `build/javascript/${kModule}.js`];
  const inputs = ['web', 'build/generated', ...modules, 'package-lock.json'];
  const configs = ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'tools'];
  const isCurrent =
    newest(join(dist, kLast)) > newest(...[...inputs, ...configs].map((path) => inRoot(path)));
  if (isCurrent) return;
  await step('Building dist', 'about 10 s', async () => {
    rmSync(dist, { recursive: true, force: true });
    mkdirSync(dist);
    await bundleEntries(dist);
    cpSync(inRoot('build/wasm', `${kModule}.wasm`), join(dist, `${kModule}.wasm`));
    await writeDeclarations();
  });
}

/** Installs what a build needs where it is missing, and builds. */
export async function prepareAndBuild() {
  await ensure(...forPackage);
  await buildPackage();
}

async function build() {
  const options = /** @type {const} */ ({ wasm: { type: 'boolean' } });
  const { values } = parseCommandLine('npm run build [-- --wasm]', { options });
  if (!values.wasm) return prepareAndBuild();
  await ensure(...forPackage);
  await buildWasm();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(build);
