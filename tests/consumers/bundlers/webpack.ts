import start from 'webpack';
import { type Bundler, classicTag } from './bundler.ts';
import { compilerOptions, runCompiler } from './run-compiler.ts';

export const webpack: Bundler = {
  name: 'webpack',
  package: 'webpack',
  tag: classicTag,
  build: (app, entry, outdir) => runCompiler(start(compilerOptions(app, entry, outdir))),
};
