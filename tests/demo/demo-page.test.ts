import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { startDemo } from '../../web/demo/server.mjs';
import { texts } from '../../web/demo/texts.mjs';
import { launchChromium } from '../support/launch-chromium.ts';
import { complaintsOf } from './complaints.ts';

const kWait = 30_000; // ms, for one step
// --accent in styles/colours.css.
const kLightAccent: [number, number, number] = [15, 118, 110];
const kDarkAccent: [number, number, number] = [92, 202, 189];

let browser: Browser;
let demo: Awaited<ReturnType<typeof startDemo>>;
let page: Page;
// What the page wrote to the console as an error, or threw: nothing, in every test.
let complaints: string[];

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

beforeEach(async () => {
  demo = await startDemo({
    port: 0,
    letterInterval: 4,
    numberInterval: 20,
    textPause: 600_000,
    reconnectionTime: 20,
  });
  page = await openPage();
});
afterEach(async () => {
  await page.context().close();
  await demo.close();
  expect(complaints).toEqual([]);
});

async function openPage(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const context = await browser.newContext(options);
  const opened = await context.newPage();
  opened.setDefaultTimeout(kWait);
  complaints = complaintsOf(opened);
  await opened.goto(demo.url);
  return opened;
}

/** Another page in place of the one that every test starts with. */
async function reopenPage(options: Parameters<Browser['newContext']>[0]): Promise<void> {
  await page.context().close();
  page = await openPage(options);
}

const read = async (selector: string) => ((await page.textContent(selector)) ?? '').trim();
const count = async (id: string) => Number((await read(`#${id}`)).replaceAll(',', ''));

async function untilState(state: string): Promise<void> {
  await page.locator(`#state[data-state="${state}"]`).waitFor();
}

async function untilReceived(least: number): Promise<void> {
  await page.waitForFunction(
    (wanted) =>
      Number(document.getElementById('received')?.textContent?.replaceAll(',', '')) >= wanted,
    least,
  );
}

/** Does something that makes the page connect, and waits for the response of the stream. */
async function untilResponse(status: number, action: () => Promise<void>): Promise<void> {
  const response = page.waitForResponse(
    (came) => came.url().includes('/events?') && came.status() === status,
  );
  await action();
  await response;
}

async function untilCompared(): Promise<void> {
  await page.locator('#native .verdict', { hasText: 'It does not say' }).waitFor();
  await page.locator('#ours .verdict', { hasText: 'the token is missing' }).waitFor();
}

// Whether the chart shows a pixel of this colour; the line's is nowhere else on the canvas.
async function untilChartShows(colour: [number, number, number]): Promise<void> {
  await page.waitForFunction(([red, green, blue]) => {
    const canvas = document.querySelector<HTMLCanvasElement>('#chart canvas')!;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 0; at < data.length; at += 4) {
      const isColour = data[at] === red && data[at + 1] === green && data[at + 2] === blue;
      if (isColour && data[at + 3] === 255) return true;
    }
    return false;
  }, colour);
}

async function untilComplete(): Promise<void> {
  await page.locator('#text[data-complete="true"]').waitFor();
}

/** Waits for so many more events: what was lost or doubled before them would be counted by then. */
async function expectNothingLost(events = 20): Promise<void> {
  await untilReceived((await count('received')) + events);
  expect({ lost: await count('lost'), doubled: await count('doubled') }).toEqual({
    lost: 0,
    doubled: 0,
  });
}

describe('the stream on the page', () => {
  it('types the text out whole, with its spaces, line breaks and dashes', async () => {
    await untilComplete();
    expect(await page.locator('#text').textContent()).toBe(texts[0].body);
    expect(await read('#text-title')).toBe(texts[0].title);
  });

  it('loses and doubles nothing through ten cuts', async () => {
    for (let cut = 0; cut < 10; cut++) {
      await untilState('open');
      await untilReceived((await count('received')) + 5);
      await untilResponse(200, () => page.click('#cut'));
    }
    await untilComplete();
    await expectNothingLost();
    expect(await count('replayed')).toBeGreaterThan(0);
    expect(await page.locator('#text').textContent()).toBe(texts[0].body);
  });

  it('draws the numbers', async () => {
    await page.waitForFunction(() =>
      /^\d+\.\d cm$/.test(document.getElementById('number')!.textContent),
    );
    await untilChartShows(kLightAccent);
  });
});

describe('a failure on the page', () => {
  it('is told as a broken network that will be tried again', async () => {
    await untilState('open');
    await page.click('#cut');
    await page.locator('#error').waitFor();
    expect(await read('#error-kind')).toBe('network');
    expect(await read('#error-status')).toBe('none');
    expect(await read('#error-will-retry')).toBe('yes');
    expect(await read('#error-delay')).toMatch(/^\d+ ms$/);
    await untilState('open');
  });

  it('counts down to the next attempt', async () => {
    await demo.close();
    demo = await startDemo({ port: 0, reconnectionTime: 60_000 });
    await reopenPage({});
    await untilState('open');
    await untilReceived(1);
    await page.click('#cut');
    await untilState('waiting');
    const seconds = async () => Number(/attempt in ([\d.]+) s/.exec(await read('#next'))?.[1]);
    const before = await seconds();
    expect(before).toBeGreaterThan(50);
    await expect.poll(seconds).toBeLessThan(before);
  });

  it('is told as a 503 that ends the EventSource, and a new one loses nothing', async () => {
    await untilReceived(10);
    await page.click('#refuse-503');
    await untilState('failed');
    expect(await read('#error-kind')).toBe('http');
    expect(await read('#error-status')).toBe('503');
    expect(await read('#error-will-retry')).toBe('no');
    expect(await read('#next')).toContain('Reconnect');
    // The server may refuse the stream before the page has its response to the click.
    await page.locator('#server-state', { hasText: '503' }).waitFor();
    await page.click('#heal');
    await untilState('open');
    await expectNothingLost();
    expect(await count('replayed')).toBeGreaterThan(0);
  });

  it('is told as a 401, again at each attempt until the server accepts connections again', async () => {
    await untilCompared();
    await untilReceived(10);
    await page.click('#refuse-401');
    await untilState('failed');
    expect(await read('#error-status')).toBe('401');
    expect(await read('#error-message')).toContain('401');
    await untilResponse(401, () => page.click('#connect'));
    await untilState('failed');
    await page.click('#heal');
    await untilState('open');
    await expectNothingLost();
  });

  it('is told as a 401 when the token is wrong, and mended by the right one', async () => {
    await untilReceived(10);
    await page.fill('#token', 'wrong');
    await page.press('#token', 'Enter');
    await untilState('failed');
    expect(await read('#error-status')).toBe('401');
    await page.fill('#token', 'open-sesame');
    await page.click('#connect');
    await untilState('open');
    await expectNothingLost();
  });
});

describe('the buttons', () => {
  it('close the stream: no further event, until it is connected again from where it was', async () => {
    await untilCompared();
    await untilReceived(10);
    await page.click('#close');
    await untilState('closed');
    const received = await count('received');
    // While these two have their responses, events would have come.
    await untilResponse(401, () => page.click('#compare'));
    expect(await count('received')).toBe(received);
    await page.click('#connect');
    await untilState('open');
    await expectNothingLost();
  });

  it('are all reached by the keyboard, and show that they have the focus', async () => {
    const buttons = await page
      .locator('button, input')
      .evaluateAll((all) => all.map(({ id }) => id).filter(Boolean)); // the inspector's have none
    expect(buttons.length).toBeGreaterThanOrEqual(8);
    const reached = new Set<string>();
    for (let step = 0; step < buttons.length + 24; step++) {
      await page.keyboard.press('Tab');
      const [id, outline] = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        return [element.id, getComputedStyle(element).outlineStyle];
      });
      if (buttons.includes(id)) {
        reached.add(id);
        expect(outline).toBe('solid');
      }
    }
    expect([...reached].sort()).toEqual([...buttons].sort());
  });

  it('work by the keyboard', async () => {
    await untilReceived(5);
    await page.focus('#close');
    await page.keyboard.press('Enter');
    await untilState('closed');
    await page.focus('#connect');
    await page.keyboard.press('Space');
    await untilState('open');
  });
});

describe('the native EventSource beside it', () => {
  it('fails on the same URL and gives no reason, where ours gives status and message', async () => {
    await untilCompared();
    const field = (panel: string, name: string) => read(`#${panel} [data-field="${name}"]`);
    expect(await field('native', 'type')).toBe('error');
    expect(await field('native', 'readyState')).toBe('2, CLOSED');
    for (const name of ['kind', 'status', 'message']) {
      expect(await field('native', name)).toBe('undefined');
    }
    expect(await field('ours', 'type')).toBe('error');
    expect(await field('ours', 'readyState')).toBe('2, CLOSED');
    expect(await field('ours', 'kind')).toBe('http');
    expect(await field('ours', 'status')).toBe('401');
    expect(await field('ours', 'message')).toContain('401');
  });
});

describe('the look', () => {
  it('fits into 360 pixels without scrolling sideways, whatever has been shown', async () => {
    await reopenPage({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
    await untilReceived(20);
    await page.click('#refuse-503');
    await untilState('failed');
    const overflow = await page.evaluate(() => {
      const wide = [...document.querySelectorAll('body *')].filter(
        (element) =>
          !element.closest('pre, #chart') && element.getBoundingClientRect().right > innerWidth,
      );
      return {
        page: document.documentElement.scrollWidth,
        wide: wide.map(({ outerHTML }) => outerHTML),
      };
    });
    expect(overflow).toEqual({ page: 360, wide: [] });
  });

  it('follows the preference for dark colours, at once, in the chart too', async () => {
    const colours = () =>
      page.evaluate(() => {
        const { backgroundColor, color } = getComputedStyle(document.body);
        return [backgroundColor, color];
      });
    await page.emulateMedia({ colorScheme: 'light' });
    await untilChartShows(kLightAccent);
    const [lightPaper, lightInk] = await colours();
    await page.emulateMedia({ colorScheme: 'dark' });
    const [darkPaper, darkInk] = await colours();
    const brightness = (rgb: string) =>
      rgb
        .match(/\d+/g)!
        .slice(0, 3)
        .map(Number)
        .reduce((a, b) => a + b);
    expect(brightness(lightPaper)).toBeGreaterThan(600);
    expect(brightness(lightInk)).toBeLessThan(200);
    expect(brightness(darkPaper)).toBeLessThan(150);
    expect(brightness(darkInk)).toBeGreaterThan(600);
    await untilChartShows(kDarkAccent);
  });

  it('stands still for those who prefer it', async () => {
    const running = () => page.evaluate(() => document.getAnimations().length);
    expect(await running()).toBeGreaterThan(0);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await expect.poll(running).toBe(0);
  });

  it('announces the state to screen readers, and neither letters nor countdowns', async () => {
    const live = await page
      .locator('[role="status"], [role="log"], [role="alert"], [aria-live]:not([aria-live="off"])')
      .evaluateAll((all) => all.map(({ id }) => id));
    expect(live.filter(Boolean)).toEqual(['state', 'playground-error']); // the inspector's has no id
  });
});
