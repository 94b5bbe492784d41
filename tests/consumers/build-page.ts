import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { Bundler } from './bundlers/bundler.ts';
import { consumers } from './install-package.ts';

/** Builds one of the scripts of apps/page; returns the folder that is to be served. */
export async function buildPage(
  bundler: Bundler,
  entry: 'main' | 'native' | 'decoder',
): Promise<string> {
  const outdir = join(consumers, 'built', bundler.name, entry);
  if (existsSync(join(outdir, 'index.html'))) return outdir; // another test has built it
  mkdirSync(outdir, { recursive: true });
  // As users do, or Vite for them. Vitest has set it to 'test', for which Vite and Rollup take the
  // development files.
  vi.stubEnv('NODE_ENV', 'production');
  await bundler
    .build(join(consumers, 'apps/page'), entry, outdir)
    .finally(() => vi.unstubAllEnvs());
  writePage(outdir, bundler.tag(entry));
  return outdir;
}

export function writePage(folder: string, ...head: string[]): void {
  const start = '<!doctype html>\n<meta charset="utf-8" />\n<title>A consumer</title>\n';
  writeFileSync(join(folder, 'index.html'), `${start}${head.join('\n')}\n`);
}
