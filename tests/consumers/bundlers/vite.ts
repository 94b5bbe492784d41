import { build } from 'vite';
import { type Bundler, moduleTag } from './bundler.ts';

export const vite: Bundler = {
  name: 'Vite',
  package: 'vite',
  tag: moduleTag,
  async build(app, entry, outdir) {
    await build({
      root: app,
      configFile: false,
      logLevel: 'warn',
      build: {
        outDir: outdir,
        emptyOutDir: true,
        rolldownOptions: {
          input: `${app}/${entry}.js`,
          output: { entryFileNames: '[name].js' },
        },
      },
    });
  },
};
