import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writePage } from './build-page.ts';
import type { Report } from './consumer-server.ts';
import { consumers } from './install-package.ts';
import { record } from './results.ts';
import { openVisitor, showPage, type Visitor } from './visitor.ts';

const dist = join(consumers, 'node_modules/eventsource-wasm/dist');

let visitor: Visitor;
beforeAll(async () => {
  visitor = await openVisitor('chromium');
});
afterAll(() => visitor.close());

interface Shown {
  report: Report;
  /** What the package's scripts weigh after brotli. */
  bytes: number;
}

/** Shows a page that is served as it is: the application's scripts, and the package in a folder. */
async function show(name: string, head: string[]): Promise<Shown> {
  const folder = join(consumers, 'built', name);
  mkdirSync(folder, { recursive: true });
  cpSync(join(consumers, 'apps'), folder, { recursive: true });
  cpSync(dist, join(folder, 'eventsource-wasm'), { recursive: true });
  writePage(folder, ...head);
  const { report, scripts } = await showPage(visitor, folder);
  const ofPackage = [...scripts].filter(([path]) => path.startsWith('/eventsource-wasm/'));
  return { report, bytes: ofPackage.reduce((sum, [, size]) => sum + size, 0) };
}

const importMap = (map: object) => `<script type="importmap">${JSON.stringify(map)}</script>`;
const main = '<script type="module" src="./page/main.js"></script>';

test('a page finds the package by an import map', async () => {
  const imports = { 'eventsource-wasm': './eventsource-wasm/index.js' };
  const { report, bytes } = await show('import map', [importMap({ imports }), main]);
  expect(report).toEqual({ data: 'secret 7' });
  record('Import map', bytes);
});

test('a page loads one file, and the browser checks its hash', async () => {
  const file = './eventsource-wasm/standalone.js';
  const hash = createHash('sha384').update(readFileSync(join(dist, 'standalone.js')));
  const map = {
    imports: { 'eventsource-wasm': file },
    integrity: { [file]: `sha384-${hash.digest('base64')}` },
  };
  const { report, bytes } = await show('one file', [importMap(map), main]);
  expect(report).toEqual({ data: 'secret 7' });
  record('One file, no bundler', bytes);
});

test('a polyfill takes the place of the global EventSource', async () => {
  const script = '<script type="module" src="./eventsource-wasm/polyfill.js"></script>';
  const use = '<script type="module" src="./page/native.js"></script>';
  const { report } = await show('polyfill', [script, use]);
  expect(report).toEqual({ data: 'secret 7' });
});

test('polyfill-missing leaves the platform its own EventSource, which sends no header', async () => {
  const script = '<script type="module" src="./eventsource-wasm/polyfill-missing.js"></script>';
  const use = '<script type="module" src="./page/native.js"></script>';
  const { report } = await show('present', [script, use]);
  expect(report).toEqual({ data: 'no header 7' });
});

test('polyfill-missing gives one to a platform that has none', async () => {
  const remove = '<script>delete globalThis.EventSource;</script>';
  const script = '<script type="module" src="./eventsource-wasm/polyfill-missing.js"></script>';
  const use = '<script type="module" src="./page/native.js"></script>';
  const { report } = await show('missing', [remove, script, use]);
  expect(report).toEqual({ data: 'secret 7' });
});
