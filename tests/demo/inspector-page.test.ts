// The inspector and the playground on the demo page, under its Content Security Policy.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startDemo } from '../../web/demo/server.mjs';
import { launchChromium } from '../support/launch-chromium.ts';

declare const axe: typeof Axe;

const kAxe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const kNetworkError = /^Failed to load resource: /;

let browser: Browser;
let demo: Awaited<ReturnType<typeof startDemo>>;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

beforeEach(async () => {
  demo = await startDemo({ port: 0, letterInterval: 10, numberInterval: 20, reconnectionTime: 20 });
  page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    const isExpected = message.type() !== 'error' || kNetworkError.test(message.text());
    if (!isExpected) complaints.push(message.text());
  });
});
afterEach(async () => {
  await page.close();
  await demo.close();
  expect(complaints).toEqual([]);
});

const inspector = () => page.locator('event-source-inspector');
const rows = (text: string) => inspector().locator('[role="option"]', { hasText: text });

/** Evaluated as the page's own script could not be: it allows no eval. */
async function violations(): Promise<unknown> {
  await page.evaluate(`${kAxe};0`);
  const found = await page.evaluate(() => axe.run(document));
  return found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}

describe('the inspector', () => {
  beforeEach(async () => {
    await page.goto(demo.url);
    await rows('lol').first().waitFor();
  });

  it('shows the stream of the page, and what happens to it', async () => {
    await page.click('#cut');
    await inspector().getByRole('status').filter({ hasText: 'Open' }).waitFor();
    await inspector().getByRole('combobox', { name: 'Show' }).selectOption('Connections');
    await rows('network. Next attempt in').first().waitFor();
    await rows('Attempt 2, from ID').waitFor();
  });

  it('is styled, though no inline style is allowed', async () => {
    const position = await rows('lol')
      .first()
      .evaluate((element) => getComputedStyle(element).position);
    expect(position).toBe('absolute');
  });

  it('saves an event stream and JSON', async () => {
    for (const [name, file, content] of [
      ['Save .txt', 'events.txt', /^: http:\/\/127.*\/events\?…\n[\s\S]*event: lol\ndata: /],
      ['Save JSON', 'events.json', /"kind":"event"/],
    ] as const) {
      const downloading = page.waitForEvent('download');
      await inspector().getByRole('button', { name }).click();
      const download = await downloading;
      expect(download.suggestedFilename()).toBe(file);
      const text = readFileSync(await download.path(), 'utf8');
      expect(text).toMatch(content);
      expect(text).not.toContain('open-sesame');
    }
  });

  it('is reached and used by keyboard alone', async () => {
    await rows('lol').last().click(); // so that there are details
    const wanted = await inspector().evaluate((element) => {
      const root = element.shadowRoot as ShadowRoot;
      return root.querySelectorAll('button, select, input, [tabindex="0"]').length;
    });
    await page.focus('#playground-close');
    const reached = await page.evaluateHandle(() => new Set<Element>());
    for (let step = 0; step < wanted; step++) {
      await page.keyboard.press('Tab');
      await reached.evaluate((set) => {
        const focused = document.activeElement?.shadowRoot?.activeElement;
        if (focused) set.add(focused);
      });
    }
    expect(await reached.evaluate((set) => set.size)).toBe(wanted);
  });

  it.each(['light', 'dark'] as const)(
    'has nothing that axe finds, in %s colours',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await rows('number').last().click();
      await inspector().locator('.details').waitFor();
      expect(await violations()).toEqual([]);
    },
  );
});

describe('the playground', () => {
  beforeEach(async () => {
    await page.goto(demo.url);
  });

  it('opens a URL with a method and headers in the inspector', async () => {
    const url = '/events?reader=playground';
    await page.fill('#playground-url', url);
    const asked = page.waitForRequest((request) => request.url().endsWith(url));
    await page.click('#playground-open');
    expect((await asked).headers().authorization).toBe('Bearer open-sesame');
    await rows('lol').first().waitFor();
    await page.click('#playground-close');
    await inspector().getByRole('status').filter({ hasText: 'Closed' }).waitFor();
  });

  it('shows why one cannot be opened', async () => {
    await page.fill('#playground-headers', '');
    await page.click('#playground-open');
    await inspector().getByRole('status').filter({ hasText: 'Closed: http 401' }).waitFor();
    await page.fill('#playground-headers', 'no colon');
    await page.click('#playground-open');
    await page.locator('#playground-error', { hasText: 'a line' }).waitFor();
  });

  it('sends a body', async () => {
    await page.selectOption('#playground-method', 'POST');
    await page.fill('#playground-body', '{"question":1}');
    const asked = page.waitForRequest((request) => request.method() === 'POST');
    await page.click('#playground-open');
    expect((await asked).postData()).toBe('{"question":1}');
  });
});

describe('the race', () => {
  it('is run to its end by all four, and says who took more and who less', async () => {
    await page.goto(new URL('race?events=3000', demo.url).href);
    await page.click('#start');
    await page.locator('#live-verdict[data-done]').waitFor({ timeout: 60_000 });
    for (const course of ['full', 'live']) {
      expect(await page.locator(`#${course}-bars dd:not(.track)`).allTextContents()).toEqual(
        Array.from({ length: 4 }, () => expect.stringMatching(/^[\d.,]+ µs$/)),
      );
      const verdict = await page.textContent(`#${course}-verdict`);
      for (const name of ['native EventSource', 'npm eventsource', 'eventsource-parser']) {
        expect(verdict).toContain(name);
      }
    }
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await violations()).toEqual([]);
  }, 90_000);

  it('fits into 360 pixels', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(new URL('race', demo.url).href);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });
});
