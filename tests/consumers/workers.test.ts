import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writePage } from './build-page.ts';
import { moduleTag } from './bundlers/bundler.ts';
import { vite } from './bundlers/vite.ts';
import { webpack } from './bundlers/webpack.ts';
import type { Report } from './consumer-server.ts';
import { consumers } from './install-package.ts';
import { record } from './results.ts';
import { openVisitor, showPage, type Visitor } from './visitor.ts';

let visitor: Visitor;
beforeAll(async () => {
  visitor = await openVisitor('chromium');
});
afterAll(() => visitor.close());

const app = (name: string) => join(consumers, 'apps', name);

function outputFolder(name: string): string {
  const folder = join(consumers, 'built', name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

async function show(folder: string, headers = {}): Promise<Report> {
  return (await showPage(visitor, folder, { headers })).report;
}

test.for([vite, webpack])('$name builds a shared worker that receives events', async (bundler) => {
  const folder = outputFolder(`shared worker by ${bundler.name}`);
  await bundler.build(app('shared-worker'), 'main', folder);
  writePage(folder, bundler.tag('main'));
  expect(await show(folder)).toEqual({ data: 'secret 7' });
  record(`Shared worker (${bundler.name})`);
});

describe('a service worker, bundled into one classic script,', () => {
  const folder = outputFolder('service worker');
  beforeAll(async () => {
    const [worker, page] = ['worker.js', 'main.js'].map((name) =>
      join(app('service-worker'), name),
    );
    const options = { outdir: folder, bundle: true, minify: true };
    await build({ ...options, entryPoints: [worker], format: 'iife' });
    await build({ ...options, entryPoints: [page], format: 'esm' });
    writePage(folder, moduleTag('main'));
  });

  test('receives events', async () => {
    expect(await show(folder)).toEqual({ data: 'secret 7' });
    record('Service worker (esbuild)');
  });

  test('receives them where WebAssembly is forbidden: the fallback is in the script', async () => {
    const headers = { 'Content-Security-Policy': "default-src 'self'" };
    expect(await show(folder, headers)).toEqual({ data: 'secret 7' });
  });
});
