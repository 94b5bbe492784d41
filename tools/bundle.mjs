// The JavaScript of dist/: two files per entry of package.json's `exports`, for production and for
// development, and what entries share, so that a bundler takes only what is used.
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

/** esbuild's options for production files. Development files have the sentences, see docs/errors.md. */
export async function production() {
  const { internalNames, patternOf } = await import('./internal-names.mjs');
  const { privateNames } = await import('./private-names.mjs');
  return {
    plugins: [replace(/\/failure-messages\.ts$/, 'web/failures/failure-codes.ts'), privateNames],
    mangleProps: patternOf(internalNames()),
  };
}

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
  const variants = [
    { suffix: '', plugins: [], ...(await production()) },
    { suffix: '.development', plugins: [] },
  ];
  for (const variant of variants) {
    const plugins = [besideTheEntries, ...variant.plugins];
    const common = { outdir, ...variant, plugins, ...options };
    // What is loaded by `import()` is in a file of its own.
    const split = { ...common, splitting: true, chunkNames: 'shared-[hash]' };
    results.push(
      await bundle(shared, split),
      await bundle([kStandalone], common),
      await bundle([kExternal], { ...split, plugins: [...plugins, externalModule] }),
      await bundle([kNoFallback], { ...split, plugins: [noFallback, ...variant.plugins] }),
    );
  }
  results.push(await bundle([kFallback], { outdir, suffix: '', ...options }));
  return results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
}
