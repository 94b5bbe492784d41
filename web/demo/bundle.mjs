// The page's script and style, bundled in memory.

import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** By library: a test starts many demos. */
const bundles = new Map();

/**
 * @param {string} [library] the module that the page gets as 'eventsource-wasm', default the
 *   sources; they need the WebAssembly module built
 * @returns {Promise<Map<string, Uint8Array>>} contents by file name
 * @throws when something does not compile; the message says what
 */
export function bundlePage(library = here('../index.ts')) {
  if (!bundles.has(library)) bundles.set(library, bundle(library));
  return bundles.get(library);
}

async function bundle(library) {
  const { outputFiles } = await build({
    entryPoints: [here('demo.ts'), here('demo.css'), here('race.ts'), here('race.css'), here('shared.ts')],
    outdir: here('.'),
    alias: {
      'eventsource-wasm/inspector': join(dirname(library), `inspector${extname(library)}`),
      'eventsource-wasm': library,
    },
    bundle: true,
    splitting: true, // the pages share the package
    format: 'esm',
    target: 'es2022',
    sourcemap: 'linked',
    write: false,
    logLevel: 'silent',
  });
  return new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));
}
