import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writePage } from './build-page.ts';
import { moduleTag } from './bundlers/bundler.ts';
import { vite } from './bundlers/vite.ts';
import { webpack } from './bundlers/webpack.ts';
import { type Report, serveConsumer } from './consumer-server.ts';
import { consumers } from './install-package.ts';
import { record } from './results.ts';
import { openVisitor, type Visitor } from './visitor.ts';

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

async function show(folder: string): Promise<Report> {
  const server = await serveConsumer(folder);
  try {
    visitor.visit(server.origin);
    return await server.report;
  } finally {
    await server.close();
  }
}

test.for([vite, webpack])('$name builds a shared worker that receives events', async (bundler) => {
  const folder = outputFolder(`shared worker by ${bundler.name}`);
  await bundler.build(app('shared-worker'), 'main', folder);
  writePage(folder, bundler.tag('main'));
  expect(await show(folder)).toEqual({ data: 'secret 7' });
  record(`Shared worker (${bundler.name})`);
});

test('a service worker, bundled into one classic script, receives events', async () => {
  const folder = outputFolder('service worker');
  const worker = join(app('service-worker'), 'worker.js');
  await build({
    entryPoints: [worker],
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'iife',
  });
  const page = join(app('service-worker'), 'main.js');
  await build({ entryPoints: [page], outdir: folder, bundle: true, format: 'esm' });
  writePage(folder, moduleTag('main'));
  expect(await show(folder)).toEqual({ data: 'secret 7' });
  record('Service worker (esbuild)');
});
