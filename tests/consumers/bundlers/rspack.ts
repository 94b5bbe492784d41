import { rspack as start } from '@rspack/core';
import { type Bundler, classicTag } from './bundler.ts';
import { compilerOptions, runCompiler } from './run-compiler.ts';

export const rspack: Bundler = {
  name: 'Rspack',
  package: '@rspack/core',
  tag: classicTag,
  build: (app, entry, outdir) => runCompiler(start(compilerOptions(app, entry, outdir))),
};
