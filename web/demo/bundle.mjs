// The page's script and style, bundled in memory.

import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * @param {string} [library] the module that the page gets as 'eventsource-wasm', default the
 *   sources; they need the WebAssembly module built
 * @returns {Promise<Map<string, Uint8Array>>} contents by file name
 * @throws when something does not compile; the message says what
 */
export async function bundlePage(library = here('../index.ts')) {
  const { outputFiles } = await build({
    entryPoints: [
      here('demo.ts'),
      here('demo.css'),
      here('race.ts'),
      here('race.css'),
      here('shared.ts'),
    ],
    outdir: here('.'),
    alias: {
      'eventsource-wasm/inspector': join(dirname(library), `inspector${extname(library)}`),
      'eventsource-wasm': library,
    },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    sourcemap: 'linked',
    write: false,
    logLevel: 'silent',
  });
  return new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));
}
