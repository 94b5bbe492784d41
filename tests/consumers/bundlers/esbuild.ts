import { build } from 'esbuild';
import { type Bundler, moduleTag } from './bundler.ts';

export const esbuild: Bundler = {
  name: 'esbuild',
  package: 'esbuild',
  tag: moduleTag,
  async build(app, entry, outdir) {
    await build({
      entryPoints: [`${app}/${entry}.js`],
      outdir,
      bundle: true,
      minify: true,
      format: 'esm',
      splitting: true,
      logLevel: 'error',
    });
  },
};
