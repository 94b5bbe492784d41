import { esbuild } from './esbuild.ts';
import { rollup } from './rollup.ts';
import { rspack } from './rspack.ts';
import { vite } from './vite.ts';
import { webpack } from './webpack.ts';

export const bundlers = [vite, webpack, rspack, rollup, esbuild];
