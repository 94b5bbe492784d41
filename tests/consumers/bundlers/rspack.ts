import { rspack as start } from '@rspack/core';
import { type Bundler, classicTag } from './bundler.ts';

export const rspack: Bundler = {
  name: 'Rspack',
  package: '@rspack/core',
  tag: classicTag,
  build: (app, entry, outdir) =>
    new Promise((resolve, reject) => {
      const compiler = start({
        mode: 'production',
        context: app,
        entry: { [entry]: `./${entry}.js` },
        output: { path: outdir },
      });
      compiler.run((error, stats) => {
        if (error) reject(error);
        // A warning would be one in the user's build, too.
        else if (stats?.hasErrors() || stats?.hasWarnings()) reject(new Error(stats.toString()));
        else compiler.close(() => resolve());
      });
    }),
};
