import { nodeResolve } from '@rollup/plugin-node-resolve';
import { transform } from 'esbuild';
import { rollup as start } from 'rollup';
import { type Bundler, moduleTag } from './bundler.ts';

/** Rollup leaves minifying to others. */
const minify = {
  name: 'minify',
  renderChunk: async (code: string) => {
    const { code: minified } = await transform(code, { minify: true, format: 'esm' });
    return { code: minified };
  },
};

export const rollup: Bundler = {
  name: 'Rollup',
  package: 'rollup',
  tag: moduleTag,
  async build(app, entry, outdir) {
    const bundle = await start({ input: `${app}/${entry}.js`, plugins: [nodeResolve()] });
    await bundle.write({ dir: outdir, format: 'es', plugins: [minify] });
    await bundle.close();
  },
};
