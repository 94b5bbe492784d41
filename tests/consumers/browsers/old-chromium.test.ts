// The oldest browsers that the README names are played in themselves.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writePage } from '../build-page.ts';
import { consumers } from '../install-package.ts';
import { kExpected, serveMainPath } from '../main-path.ts';
import { record } from '../results.ts';
import { installChromium, openChromium } from './old-chromium.ts';

const kPatience = 30_000; // ms
const kAttempts = 5;

const page = join(consumers, 'built/old browsers');
beforeAll(() => {
  cpSync(join(consumers, 'apps'), page, { recursive: true });
  const dist = join(consumers, 'node_modules/eventsource-wasm/dist');
  cpSync(dist, join(page, 'eventsource-wasm'), { recursive: true });
  const imports = { 'eventsource-wasm': './eventsource-wasm/standalone.js' };
  const withoutWebAssembly =
    "if (location.search === '?without-webassembly') delete globalThis.WebAssembly;";
  writePage(
    page,
    `<script>${withoutWebAssembly}</script>`,
    `<script type="importmap">${JSON.stringify({ imports })}</script>`,
    '<script type="module" src="./main-path/page.js"></script>',
  );
});

describe.each([
  ['Chromium 92', 'chrome-aws-lambda@10.1.0'],
  ['Chromium 103', '@sparticuz/chromium@103.0.0'],
])('%s', (name, npmPackage) => {
  const folder = mkdtempSync(join(tmpdir(), 'eventsource-chromium-'));
  beforeAll(() => installChromium(folder, npmPackage), 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  test.each(['', '?without-webassembly'])('plays the main path%s', async (query) => {
    const { report, redirected } = await play(folder, query);
    expect(report).toEqual({ data: kExpected });
    // Chromium before 119 would have sent it along.
    expect(redirected).toEqual([]);
    if (query === '') record(name);
  });
});

/** Shows the page. A Chromium in a single process may stop while it starts; then another is opened. */
async function play(folder: string, query: string) {
  for (let attempt = 1; ; attempt++) {
    const server = await serveMainPath(page);
    const stop = openChromium(folder, `${server.origin}/${query}`);
    try {
      const report = await Promise.race([server.report, setTimeout(kPatience)]);
      if (report !== undefined) return { report, redirected: server.redirected };
    } finally {
      await stop();
      await server.close();
    }
    if (attempt === kAttempts) throw new Error(`No report in ${kAttempts} attempts`);
  }
}
