// The JavaScript of dist/: one file per entry of package.json's `exports`, and what entries share, so
// that a bundler takes only what is used.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { inRoot, root } from './files.mjs';
import { Stop } from './steps.mjs';

// The whole package as one file, for pages without a bundler. It shares nothing with the other entries.
const kStandalone = 'standalone';

/** The names of the package's entries; `index` is web/index.ts, dist/index.js and dist/index.d.ts. */
export function entryNames() {
  const { exports } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const files = Object.values(exports).map((entry) => entry.default);
  return files.filter(Boolean).map((file) => basename(file, '.js'));
}

async function bundle(names, options) {
  const { build } = await import('esbuild');
  const building = build({
    absWorkingDir: root,
    entryPoints: names.map((name) => inRoot('web', `${name}.ts`)),
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
  const shared = entryNames().filter((name) => name !== kStandalone);
  const results = [
    await bundle(shared, { outdir, splitting: true, chunkNames: 'shared-[hash]', ...options }),
    await bundle([kStandalone], { outdir, ...options }),
  ];
  return results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
}
