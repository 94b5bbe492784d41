// What Chromium's Performance panel is given of a source that the demo page's playground inspects: the trace
// has what the panel draws.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { startDemo } from '../../web/demo/server.mjs';
import { launchChromium } from '../support/launch-chromium.ts';

const kUrl = '/events?reader=playground';

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

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  demo = await startDemo({ port: 0, letterInterval: 10, numberInterval: 20, reconnectionTime: 20 });
  page = await browser.newPage();
  page.setDefaultTimeout(15_000);
});
afterEach(async () => {
  await page.close();
  await demo.close();
});

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

async function playground(): Promise<void> {
  const inspector = page.locator('event-source-inspector');
  const rows = (text: string) => inspector.locator('[role="option"]', { hasText: text });
  const state = (text: string) => inspector.getByRole('status').filter({ hasText: text }).waitFor();
  await page.fill('#playground-url', kUrl);
  await page.click('#playground-open');
  await rows('lol').first().waitFor();
  await fetch(new URL('/faults/cut?reader=playground', demo.url), { method: 'POST' });
  await inspector.getByRole('combobox', { name: 'Show' }).selectOption('Connections');
  await rows('Attempt 2, from ID').waitFor();
  await state('Open');
  await fetch(new URL('/faults/refuse?reader=playground&status=401', demo.url), { method: 'POST' });
  await state('Closed: http 401');
}

it('has a track with connections, waits and failures, and one with events', async () => {
  await page.goto(demo.url);
  const entries = await traced(playground);
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
  const entries = await traced(playground);
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
