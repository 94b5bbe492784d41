// What `npm pack` would publish.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './files.mjs';
import { runNpm } from './steps.mjs';

/**
 * Packs a checkout as it is, into its build/package.
 *
 * @returns {Promise<{ tarball: string, paths: string[] }>} `paths` are the files in it
 */
export async function pack(checkout = root) {
  const folder = join(checkout, 'build/package');
  mkdirSync(folder, { recursive: true });
  const args = ['--json', '--loglevel=error', '--ignore-scripts', '--pack-destination', folder];
  const [{ filename, files }] = JSON.parse(await runNpm(['pack', ...args], { cwd: checkout }));
  return { tarball: join(folder, filename), paths: files.map(({ path }) => path).sort() };
}
