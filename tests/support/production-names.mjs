// The names of production files (tools/internal-names.mjs, tools/private-names.mjs), for running the tests with
// them: one that the platform or a caller looks for must not be shortened.
import { readdirSync, readFileSync } from 'node:fs';
import { transform } from 'esbuild';
import { fromRoot, inRoot } from '../../tools/files.mjs';
import { internalNames, patternOf } from '../../tools/internal-names.mjs';
import { isPublic, withoutPrivateNames } from '../../tools/private-names.mjs';

/** How a test says that it uses internal members: by importing from a folder of web/, itself or by these. */
const kInternal = /\.\.\/web\/[\w-]+\/|'\.\/(?:event-dispatch\/program-targets|sharing\/)/;

/**
 * The tests in tests/web/ that know the public names only.
 *
 * @returns {string[]}
 */
export function testsOfPublicNames() {
  return readdirSync(inRoot('tests/web'))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `tests/web/${name}`)
    .filter((path) => !kInternal.test(readFileSync(inRoot(path), 'utf8')));
}

/** Made when a file asks for it: finding the names takes seconds, which other projects' runs need not wait for. */
let shortening;

function shorten() {
  const names = internalNames();
  const mangleCache = Object.fromEntries(names.map((name, index) => [name, `$$$${index}`]));
  return { mangleProps: patternOf(names), mangleCache };
}

/** A plugin for Vite. */
export function productionNames() {
  return {
    name: 'production-names',
    enforce: 'pre',
    async transform(code, id) {
      const path = fromRoot(id.replace(/\?.*/, ''));
      if (!/^web\/.*\.ts$/.test(path)) return undefined;
      shortening ??= shorten();
      const result = await transform(isPublic(path) ? code : withoutPrivateNames(code), {
        loader: 'ts',
        target: 'es2022',
        sourcefile: id,
        sourcemap: true,
        ...shortening,
        tsconfigRaw: {
          compilerOptions: { useDefineForClassFields: false, verbatimModuleSyntax: true },
        },
      });
      return { code: result.code, map: result.map };
    },
  };
}
