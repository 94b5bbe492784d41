// The inspector and the playground on the demo page, under its Content Security Policy.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startDemo } from '../../web/demo/server.mjs';
import { launchChromium } from '../support/launch-chromium.ts';
import { complaintsOf } from './complaints.ts';

declare const axe: typeof Axe;

const kAxe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What `console.timeStamp` leaves in a trace; times in µs. */
interface TrackEntry {
  name: string;
  start: number;
  end: number;
  track: string;
  trackGroup: string;
  color: string;
}

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
  page.setDefaultTimeout(30_000);
  complaints = complaintsOf(page);
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

/** The entries of tracks while `play` goes on. */
async function traced(play: () => Promise<void>): Promise<TrackEntry[]> {
  await browser.startTracing(page, { categories: ['devtools.timeline', 'blink.user_timing'] });
  await play();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  return traceEvents
    .filter(({ name }: { name: string }) => name === 'TimeStamp')
    .map(({ args }: { args: { data: TrackEntry } }) => args.data)
    .filter(({ track }: TrackEntry) => track);
}

async function playThePlayground(): Promise<void> {
  const state = (text: string) =>
    inspector().getByRole('status').filter({ hasText: text }).waitFor();
  await page.fill('#playground-url', '/events?reader=playground');
  await page.click('#playground-open');
  await rows('lol').first().waitFor();
  await fetch(new URL('/faults/cut?reader=playground', demo.url), { method: 'POST' });
  await inspector().getByRole('combobox', { name: 'Show' }).selectOption('Connections');
  await rows('Attempt 2, from ID').waitFor();
  await state('Open');
  await fetch(new URL('/faults/refuse?reader=playground&status=401', demo.url), { method: 'POST' });
  await state('Closed: http 401');
}

describe('the inspector', () => {
  beforeEach(async () => {
    await page.goto(demo.url);
    await rows('lol').first().waitFor();
  });

  it('shows the stream of the page, and what happens to it', async () => {
    await page.click('#cut');
    await inspector().getByRole('combobox', { name: 'Show' }).selectOption('Connections');
    await rows('network. Next attempt in').first().waitFor();
    await rows('Attempt 2, from ID').waitFor();
    await inspector().getByRole('status').filter({ hasText: 'Open' }).waitFor(); // again
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

describe('what the Performance panel is given of a source in the playground', () => {
  it('has a track with connections, waits and failures, and one with events', async () => {
    await page.goto(demo.url);
    const entries = await traced(playThePlayground);
    const names = (suffix: RegExp) =>
      entries.filter(({ track }) => suffix.test(track)).map(({ name }) => name);
    const states = names(/^EventSource \d+$/);
    expect(states.filter((name, i) => name !== states[i - 1])).toEqual([
      'connecting',
      'open',
      'waiting: network',
      'connecting',
      'open',
      'waiting: network',
      'connecting',
      'closed: http 401',
    ]);
    const events = names(/^EventSource \d+ events$/);
    for (const type of ['lol', 'number']) expect(events).toContain(type);
    expect(new Set(entries.map(({ trackGroup }) => trackGroup))).toEqual(new Set(['EventSource']));
  });

  it('has states that follow each other without a gap, and events within the open ones', async () => {
    await page.goto(demo.url);
    const entries = await traced(playThePlayground);
    const states = entries.filter(({ track }) => /^EventSource \d+$/.test(track));
    const events = entries.filter(({ track }) => track.endsWith(' events'));
    states.forEach(({ start }, i) => {
      if (i > 0) expect(start).toBe(states[i - 1]!.end);
    });
    const open = states.filter(({ name }) => name === 'open');
    expect(events.length).toBeGreaterThan(0);
    for (const { start, end } of events) {
      expect(start).toBeLessThanOrEqual(end);
      expect(open.some((one) => one.start <= start && start <= one.end)).toBe(true);
    }
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
