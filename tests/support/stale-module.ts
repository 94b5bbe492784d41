import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { coreText } from '../../tools/core-text.mjs';
import { inRoot, newest } from '../../tools/files.mjs';

const kModule = inRoot('build/wasm/event-source-core.wasm');
const kText = inRoot('build/generated/core-bytes.ts'); // what the tests import

const sourcesIn = (folder: string) =>
  readdirSync(inRoot(folder))
    .filter((name) => /\.(cpp|h)$/.test(name))
    .map((name) => inRoot(folder, name));

/** Why tests of the TypeScript would run with a module that is not that of src/ and bindings/, if so. */
export function describeStaleModule(): string | undefined {
  if (!existsSync(kModule) || !existsSync(kText)) {
    return 'There is no WebAssembly module: run `npm run build`.';
  }
  const isOld = newest(...sourcesIn('src'), ...sourcesIn('bindings')) > newest(kModule);
  // CMake by itself generates no TypeScript.
  if (!isOld && readFileSync(kText, 'utf8').includes(coreText(readFileSync(kModule))))
    return undefined;
  return 'The C++ has changed, but not the module that these tests use: run `npm run build -- --wasm`.';
}
