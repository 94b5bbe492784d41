import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where the consumers live: copies of apps/, beside a node_modules that holds the packed package. */
export const consumers = join(root, 'build/consumers');

const npmIn = (cwd: string, ...args: string[]) => promisify(execFile)('npm', args, { cwd });

const npm = async (...args: string[]) => {
  const { stdout } = await npmIn(root, ...args);
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

/** Installs the packed package and others into a new project, whose package.json gets `members`. */
export async function installInto(
  folder: string,
  packages: string[],
  members: Record<string, unknown> = {},
): Promise<void> {
  const tarball = readdirSync(consumers).find((name) => name.endsWith('.tgz')) ?? '';
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, ...members }));
  const packed = join(consumers, tarball);
  await npmIn(folder, 'install', '--no-audit', '--no-fund', ...packages, packed);
}
