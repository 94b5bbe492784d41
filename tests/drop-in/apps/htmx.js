import assert from 'node:assert/strict';
import { openPage } from '../support/open-page.js';
import { until } from '../support/until.js';

export default async function prepare(feed) {
  const html =
    '<div id="feed" hx-ext="sse" sse-connect="/events"><output sse-swap="price"></output></div>';
  const { page, open, close } = await openPage(feed, 'htmx', html);
  const offer = (price) => feed.send(`<b>${price}</b>`, { type: 'price' });
  const price = (value) => page.locator('output > b', { hasText: value }).waitFor();
  return {
    async subscribe() {
      await open();
      await until('the connection', () => feed.connections === 1);
    },
    async receive() {
      offer(12);
      await price(12);
    },
    token() {
      assert.equal(feed.requests[0].headers.authorization, 'Bearer secret');
    },
    async resume() {
      feed.cut();
      offer(13);
      await price(13);
      assert.equal(feed.requests.at(-1).headers['last-event-id'], '1');
    },
    async refusal() {
      // The extension begins anew after half a second.
      feed.refuse = () => 403;
      feed.cut();
      await page.waitForFunction(() => window.failures.includes(403));
      feed.refuse = () => undefined;
      await until('the connection', () => feed.connections === 1);
      offer(14);
      await price(14);
    },
    async close() {
      await page.evaluate(() => window.htmx.swap('#feed', '', { swapStyle: 'outerHTML' }));
      await until('the connection has ended', () => feed.connections === 0);
    },
    end: close,
  };
}
