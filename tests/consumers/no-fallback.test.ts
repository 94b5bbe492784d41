import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writePage } from './build-page.ts';
import { moduleTag } from './bundlers/bundler.ts';
import { consumers } from './install-package.ts';
import { openVisitor, showPage, type Visitor } from './visitor.ts';

let visitor: Visitor;
beforeAll(async () => {
  visitor = await openVisitor('chromium');
});
afterAll(() => visitor.close());

/** The app as one file; returns the folder that is to be served. */
async function buildOneFile(app: string): Promise<string> {
  const outdir = join(consumers, 'built', `one file of ${app}`);
  await build({
    entryPoints: [join(consumers, 'apps', app, 'main.js')],
    outdir,
    bundle: true,
    minify: true,
    format: 'esm',
    logLevel: 'error',
  });
  writePage(outdir, moduleTag('main'));
  return outdir;
}

test('one file of eventsource-wasm/no-fallback receives events', async () => {
  const { report } = await showPage(visitor, await buildOneFile('no-fallback'));
  expect(report).toEqual({ data: 'secret 7' });
});

test('without WebAssembly it fails for good, with kind wasm', async () => {
  const folder = await buildOneFile('no-fallback');
  const { report } = await showPage(visitor, folder, { query: '?without-webassembly' });
  expect(report).toEqual({ error: expect.stringMatching(/^wasm: /) });
});

test('one file of eventsource-wasm is larger by the fallback', async () => {
  const sizeOf = (folder: string) => readFileSync(join(folder, 'main.js')).length;
  const [whole, without] = await Promise.all(['policy', 'no-fallback'].map(buildOneFile));
  expect(sizeOf(whole) - sizeOf(without)).toBeGreaterThan(40_000);
});
