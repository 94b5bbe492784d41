import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { startDemo } from '../../web/demo/server.mjs';
import { launchChromium } from '../support/launch-chromium.ts';

const kTabs = 20;

let browser: Browser;
let context: BrowserContext;
let demo: Awaited<ReturnType<typeof startDemo>>;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  demo = await startDemo({ port: 0, letterInterval: 20, numberInterval: 50, textPause: 600_000 });
  context = await browser.newContext();
});
afterEach(async () => {
  await context.close();
  await demo.close();
});

const text = (page: Page, id: string) => page.textContent(`#${id}`);
const received = async (page: Page) => Number((await text(page, 'received'))?.replaceAll(',', ''));

test('twenty tabs receive the stream, and go on when the one that holds the connection is closed', async () => {
  const first = await context.newPage();
  await first.goto(`${demo.url}shared`);
  await expect.poll(() => text(first, 'role')).toContain('holds the connection, for all');
  const others: Page[] = [];
  while (others.length < kTabs - 1) {
    const opened = context.waitForEvent('page');
    await first.click('#another');
    others.push(await opened);
  }
  const receive = async (page: Page) => {
    const before = await received(page);
    await expect.poll(() => received(page), { timeout: 20_000 }).toBeGreaterThan(before);
  };
  for (const page of [first, ...others]) await receive(page);
  await first.close();
  for (const page of others) await receive(page);
  for (const page of others) {
    expect([await text(page, 'lost'), await text(page, 'doubled')]).toEqual(['0', '0']);
  }
}, 120_000);
