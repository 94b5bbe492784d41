// The JavaScript of dist/: one file per entry of package.json's `exports`, and what entries share, so
// that a bundler takes only what is used.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { inRoot, root } from './files.mjs';
import { Stop } from './steps.mjs';

// The whole package as one file, for pages without a bundler.
const kStandalone = 'standalone';

// The entry that loads the WebAssembly from a file of its own.
const kExternal = 'external';

// The JavaScript fallback, loaded only where WebAssembly is unavailable: a file beside the entries.
const kFallback = 'javascript-core';

const besideTheEntries = {
  name: 'beside-the-entries',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`/${kFallback}\\.ts$`) }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: `./${kFallback}.js`, external: true } : undefined,
    );
  },
};

const externalModule = {
  name: 'external-module',
  setup({ onResolve }) {
    onResolve({ filter: /\/embedded-module\.ts$/ }, () => ({
      path: inRoot('web/core/external-module.ts'),
    }));
  },
};

/** The names of the package's entries; `index` is web/index.ts, dist/index.js and dist/index.d.ts. */
export function entryNames() {
  const { exports } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const files = Object.values(exports).map((entry) => entry.default);
  return files.filter(Boolean).map((file) => basename(file, '.js'));
}

/** The source of each of the scripts in dist/. */
const sourceOf = (name) => inRoot('web', name === kFallback ? `core/${name}.ts` : `${name}.ts`);

async function bundle(names, options) {
  const { build } = await import('esbuild');
  const building = build({
    absWorkingDir: root,
    entryPoints: names.map(sourceOf),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    sourcemap: true,
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    ...options,
  });
  return building.catch(() => {
    throw new Stop('esbuild could not bundle web/; its errors are above.');
  });
}

/**
 * Writes the entries' scripts.
 *
 * @returns {Promise<string[]>} the paths of the files that went into them, from the checkout's folder
 */
export async function bundleEntries(outdir, options = {}) {
  const alone = [kStandalone, kExternal];
  const shared = entryNames().filter((name) => !alone.includes(name));
  const plugins = [besideTheEntries];
  const common = { outdir, plugins, ...options };
  const results = [
    await bundle(shared, { ...common, splitting: true, chunkNames: 'shared-[hash]' }),
    await bundle([kStandalone], common),
    await bundle([kExternal], { ...common, plugins: [...plugins, externalModule] }),
    await bundle([kFallback], common),
  ];
  return results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
}
