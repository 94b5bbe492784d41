// Bundles what runs in the engines, with esbuild: one file per page or process.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleFolder } from './folders.mjs';

const here = new URL('./', import.meta.url);

const REQUIRE =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** launchdarkly-eventsource's parser is reached through the `http` module that it asks for. */
const httpShim = {
  name: 'http-shim',
  setup(builder) {
    builder.onResolve({ filter: /^https?$/ }, ({ importer }) =>
      importer.includes('launchdarkly-eventsource')
        ? { path: fileURLToPath(new URL('contestants/http-shim.cjs', here)) }
        : undefined,
    );
  },
};

/** Packages that need Node stay out of pages: their adapters become undefined there. */
const nodeOnly = {
  name: 'node-only',
  setup(builder) {
    builder.onLoad({ filter: /contestants\/(undici|launchdarkly-eventsource)\.mjs$/ }, () => ({
      contents: 'export default undefined;',
    }));
  },
};

let folderBefore; // a checkout to compare with

/** @param {string} folder whose dist/ becomes a contestant */
export function compareWith(folder) {
  folderBefore = resolve(folder);
}

export const isCompared = () => folderBefore !== undefined;

/** Pages that need no such code do not load it: it is not part of what is measured. */
const loadedWhenUsed = {
  name: 'loaded-when-used',
  setup(builder) {
    builder.onResolve({ filter: /./ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  },
};

/** `eventsource-wasm-before` is the package of that checkout; without one, a module without exports. */
const before = {
  name: 'before',
  setup(builder) {
    builder.onResolve({ filter: /^eventsource-wasm-before$/ }, () =>
      folderBefore
        ? { path: resolve(folderBefore, 'dist/index.js') }
        : { path: 'none', namespace: 'before' },
    );
    builder.onLoad({ filter: /./, namespace: 'before' }, () => ({ contents: 'export {};' }));
  },
};

/**
 * @param {string} entry file of this folder, without its ending
 * @param {'node' | 'browser'} platform
 * @param {{ minify?: boolean }} [options]
 * @returns {Promise<string>} path of the bundle
 */
export async function bundle(entry, platform, { minify = false } = {}) {
  mkdirSync(bundleFolder, { recursive: true });
  const node = platform === 'node';
  const outfile = `${bundleFolder}/${entry}.${node ? 'mjs' : 'js'}`;
  await build({
    entryPoints: [fileURLToPath(new URL(`${entry}.mjs`, here))],
    outfile,
    bundle: true,
    minify,
    platform: node ? 'node' : 'browser',
    format: 'esm',
    // Packages in CommonJS ask for Node's modules by `require`, which modules do not have.
    banner: node ? { js: REQUIRE } : {},
    target: node ? 'node20' : 'es2022',
    // What the packages give to browsers is given to Node too: the same code is compared everywhere.
    conditions: ['import', 'module', 'default'],
    plugins: [before, loadedWhenUsed, node ? httpShim : nodeOnly],
    logLevel: 'warning',
    logOverride: { 'ignored-bare-import': 'silent', 'import-is-undefined': 'silent' },
  });
  return outfile;
}
