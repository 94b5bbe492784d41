// The JavaScript of dist/: two files per entry of package.json's `exports`, for production and for
// development, and what entries share, so that a bundler takes only what is used.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { inRoot, root } from './files.mjs';
import { Stop } from './steps.mjs';

// The whole package as one file, for pages without a bundler.
const kStandalone = 'standalone';

// The one that holds no WebAssembly but loads it.
const kExternal = 'external';

// What is loaded only where WebAssembly is not to be had: a file of its own beside all entries.
const kFallback = 'javascript-core';

// The entry that does not have it.
const kNoFallback = 'no-fallback';

const besideTheEntries = {
  name: 'beside-the-entries',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`/${kFallback}\\.ts$`) }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: `./${kFallback}.js`, external: true } : undefined,
    );
  },
};

/** Has one source file take the place of another. */
const replace = (filter, path) => ({
  name: path,
  setup({ onResolve }) {
    onResolve({ filter }, () => ({ path: inRoot(path) }));
  },
});

const noFallback = replace(new RegExp(`/${kFallback}\\.ts$`), `web/core/no-${kFallback}.ts`);

const externalModule = replace(/\/embedded-module\.ts$/, 'web/core/external-module.ts');

/** What makes production files of the sources. Development files have the sentences, see docs/errors.md. */
export const production = [replace(/\/failure-messages\.ts$/, 'web/failures/failure-codes.ts')];

const kVariants = [
  { suffix: '', plugins: production },
  { suffix: '.development', plugins: [] },
];

/** The names of the package's entries; `index` is web/index.ts, dist/index.js and dist/index.d.ts. */
export function entryNames() {
  const { exports } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const files = Object.values(exports).map((entry) => entry.default);
  return files.filter(Boolean).map((file) => basename(file, '.js'));
}

/** The source of each of the scripts in dist/. */
const sourceOf = (name) => inRoot('web', name === kFallback ? `core/${name}.ts` : `${name}.ts`);

async function bundle(names, { suffix, ...options }) {
  const { build } = await import('esbuild');
  const building = build({
    absWorkingDir: root,
    entryPoints: names.map((name) => ({ in: sourceOf(name), out: name + suffix })),
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
  const alone = [kStandalone, kExternal, kNoFallback];
  const shared = entryNames().filter((name) => !alone.includes(name));
  const results = [];
  for (const { suffix, plugins: ofVariant } of kVariants) {
    const plugins = [besideTheEntries, ...ofVariant];
    const common = { outdir, suffix, plugins, ...options };
    results.push(
      await bundle(shared, { ...common, splitting: true, chunkNames: 'shared-[hash]' }),
      await bundle([kStandalone], common),
      await bundle([kExternal], { ...common, plugins: [...plugins, externalModule] }),
      await bundle([kNoFallback], { ...common, plugins: [noFallback, ...ofVariant] }),
    );
  }
  results.push(await bundle([kFallback], { outdir, suffix: '', ...options }));
  return results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
}
