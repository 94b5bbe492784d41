// npm run size -- --files: what each source file of the `.` entry weighs on the wire.
import { inRoot } from '../../tools/files.mjs';
import { table } from './table.mjs';
import { brotli } from './wire.mjs';

/** { path, text } of each source file in a bundle of the entry, in the bundle's order. */
async function filesOf(entry, options) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    absWorkingDir: inRoot('.'),
    external: ['*/javascript-core.ts'], // loaded later, if at all
    legalComments: 'none',
    write: false,
    ...options,
  });
  // esbuild puts the path of each file before its code, and what is exported at the end: names that are
  // not there when their file is left out.
  const code = outputFiles[0].text.replace(/^export \{[^}]*\};$/m, '');
  const pieces = code.split(/^\/\/ ((?:web|build)\/\S+)$/m);
  const files = [];
  for (let i = 1; i < pieces.length; i += 2) files.push({ path: pieces[i], text: pieces[i + 1] });
  return files;
}

async function weigh(files) {
  const { transform } = await import('esbuild');
  const { code } = await transform(files.map(({ text }) => text).join(''), {
    minify: true,
    format: 'esm',
    target: 'es2022',
  });
  return { minified: code.length, brotli: brotli(code) };
}

/** A table of bytes: how much smaller the entry is without each of its files. */
export async function sizeOfFiles(entry, options = {}) {
  const files = await filesOf(entry, options);
  const whole = await weigh(files);
  const rows = [];
  for (const { path } of files) {
    const without = await weigh(files.filter((file) => file.path !== path));
    const [minified, compressed] = ['minified', 'brotli'].map((of) => whole[of] - without[of]);
    rows.push([path, minified, compressed]);
  }
  rows.sort((a, b) => b[2] - a[2]);
  rows.push(['all', whole.minified, whole.brotli]);
  const shown = rows.map(([path, ...bytes]) => [
    path,
    ...bytes.map((n) => n.toLocaleString('en-US')),
  ]);
  return table(['bytes', 'minified', 'brotli'], shown, 'the . entry: what each file adds to it');
}
