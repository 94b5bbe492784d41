import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = join(root, 'tests/drop-in');

/** Where the libraries live, with the packed package beside them. */
export const folder = join(root, 'build/drop-in');

const npm = async (...args: string[]) =>
  (await promisify(execFile)('npm', args, { cwd: root })).stdout;

/** So that npm installs this package where a library asks for npm `eventsource`. */
export const overrides = (where: string) => ({ eventsource: where });

/**
 * Packs dist/ and installs it with the libraries, each unmodified and of the version in package.json;
 * by npm's `overrides` it also takes the place of npm `eventsource`.
 */
export default async function installLibraries(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const [{ filename }] = JSON.parse(
    await npm('pack', '--json', '--ignore-scripts', '--pack-destination', folder),
  );
  const manifest = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
  const tarball = `file:./${filename}`;
  manifest.dependencies['eventsource-wasm'] = tarball;
  manifest.overrides = overrides(tarball);
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  await npm(
    'install',
    '--prefix',
    folder,
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
  );
  for (const name of ['apps', 'support']) {
    cpSync(join(here, name), join(folder, name), { recursive: true });
  }
}

/** The version that is installed. */
export function versionOf(library: string): string {
  return JSON.parse(readFileSync(join(folder, 'node_modules', library, 'package.json'), 'utf8'))
    .version;
}
