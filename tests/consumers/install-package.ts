import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where the consumers live: copies of apps/, beside a node_modules that holds the packed package. */
export const consumers = join(root, 'build/consumers');

const npm = async (...args: string[]) => {
  const { stdout } = await promisify(execFile)('npm', args, { cwd: root });
  return stdout;
};

/** Packs dist/ and installs the tarball, as its users do; bundlers come from our own node_modules. */
export default async function installPackage(): Promise<void> {
  rmSync(consumers, { recursive: true, force: true });
  mkdirSync(consumers, { recursive: true });
  const [{ filename }] = JSON.parse(
    await npm('pack', '--json', '--ignore-scripts', '--pack-destination', consumers),
  );
  writeFileSync(join(consumers, 'package.json'), '{ "private": true, "type": "module" }\n');
  await npm('install', '--prefix', consumers, '--offline', '--no-save', join(consumers, filename));
  cpSync(join(root, 'tests/consumers/apps'), join(consumers, 'apps'), { recursive: true });
}
