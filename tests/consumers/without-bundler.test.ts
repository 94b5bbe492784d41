import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writePage } from './build-page.ts';
import { type Report, serveConsumer } from './consumer-server.ts';
import { consumers } from './install-package.ts';
import { openVisitor, type Visitor } from './visitor.ts';

const dist = join(consumers, 'node_modules/eventsource-wasm/dist');

let visitor: Visitor;
beforeAll(async () => {
  visitor = await openVisitor('chromium');
});
afterAll(() => visitor.close());

/** Shows a page that is served as it is: the application's scripts, and the package in a folder. */
async function show(name: string, head: string[]): Promise<Report> {
  const folder = join(consumers, 'built', name);
  mkdirSync(folder, { recursive: true });
  cpSync(join(consumers, 'apps'), folder, { recursive: true });
  cpSync(dist, join(folder, 'eventsource-wasm'), { recursive: true });
  writePage(folder, ...head);
  const server = await serveConsumer(folder);
  try {
    visitor.visit(server.origin);
    return await server.report;
  } finally {
    await server.close();
  }
}

const importMap = (map: object) => `<script type="importmap">${JSON.stringify(map)}</script>`;
const main = '<script type="module" src="./page/main.js"></script>';

test('a page finds the package by an import map', async () => {
  const imports = { 'eventsource-wasm': './eventsource-wasm/index.js' };
  expect(await show('import map', [importMap({ imports }), main])).toEqual({ data: 'secret 7' });
});

test('a page loads one file, and the browser checks its hash', async () => {
  const file = './eventsource-wasm/standalone.js';
  const hash = createHash('sha384').update(readFileSync(join(dist, 'standalone.js')));
  const map = {
    imports: { 'eventsource-wasm': file },
    integrity: { [file]: `sha384-${hash.digest('base64')}` },
  };
  expect(await show('one file', [importMap(map), main])).toEqual({ data: 'secret 7' });
});

test('a polyfill takes the place of the global EventSource', async () => {
  const script = '<script type="module" src="./eventsource-wasm/polyfill.js"></script>';
  const use = '<script type="module" src="./page/native.js"></script>';
  expect(await show('polyfill', [script, use])).toEqual({ data: 'secret 7' });
});

test('polyfill-missing leaves the platform its own EventSource, which sends no header', async () => {
  const script = '<script type="module" src="./eventsource-wasm/polyfill-missing.js"></script>';
  const use = '<script type="module" src="./page/native.js"></script>';
  expect(await show('present', [script, use])).toEqual({ data: 'no header 7' });
});

test('polyfill-missing gives one to a platform that has none', async () => {
  const remove = '<script>delete globalThis.EventSource;</script>';
  const script = '<script type="module" src="./eventsource-wasm/polyfill-missing.js"></script>';
  const use = '<script type="module" src="./page/native.js"></script>';
  expect(await show('missing', [remove, script, use])).toEqual({ data: 'secret 7' });
});
