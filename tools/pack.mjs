// What `npm pack` would publish.
import { mkdirSync } from 'node:fs';
import { inRoot } from './files.mjs';
import { run } from './steps.mjs';

/**
 * Packs the checkout as it is.
 *
 * @returns {Promise<{ tarball: string, paths: string[], integrity: string }>} `paths` are the files in it
 */
export async function pack() {
  const folder = inRoot('build/package');
  mkdirSync(folder, { recursive: true });
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const output = await run('npm', args);
  // npm may say something before its answer.
  const [{ filename, files, integrity }] = JSON.parse(output.slice(output.search(/^\[/m)));
  return {
    tarball: inRoot('build/package', filename),
    paths: files.map(({ path }) => path).sort(),
    integrity,
  };
}
