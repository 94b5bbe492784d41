import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { browserProgram } from '../support/browser-programs.ts';
import { newProfile } from '../support/open-browser.ts';
import { writePage } from './build-page.ts';
import { moduleTag } from './bundlers/bundler.ts';
import { consumers } from './install-package.ts';

test("a browser extension's page receives events of its own origin, whose scheme is its own", async () => {
  const app = join(consumers, 'apps/extension');
  const folder = join(consumers, 'built/extension');
  cpSync(app, folder, { recursive: true });
  // The fallback is in the script: by default extensions forbid WebAssembly.
  const entryPoints = [join(app, 'page.js')];
  await build({ entryPoints, outdir: folder, bundle: true, format: 'esm', allowOverwrite: true });
  writePage(folder, moduleTag('page'));
  const profile = newProfile('chromium');
  const browser = await chromium.launchPersistentContext(profile.folder, {
    executablePath: browserProgram('chromium'),
    ignoreDefaultArgs: ['--headless', '--disable-extensions'],
    args: ['--headless=new', '--no-sandbox', `--load-extension=${folder}`],
  });
  try {
    const worker = browser.serviceWorkers()[0] ?? (await browser.waitForEvent('serviceworker'));
    const page = await browser.newPage();
    await page.goto(new URL('/index.html', worker.url()).href);
    await expect.poll(() => page.title(), { timeout: 15_000 }).toContain('received');
    expect(JSON.parse(await page.title())).toEqual({
      received: [
        ['1', true],
        ['2', true],
      ],
    });
  } finally {
    await browser.close();
    profile.forget();
  }
});
