import assert from 'node:assert/strict';
import { openPage } from '../support/open-page.js';
import { until } from '../support/until.js';

export default async function prepare(feed) {
  const { page, open, close } = await openPage(feed, 'vueuse', '<main></main>');
  const offer = (price) => feed.send(String(price), { type: 'price' });
  const shown = (text) => page.locator('output', { hasText: text }).waitFor();
  return {
    async subscribe() {
      await open();
      await shown(/^OPEN/);
    },
    async receive() {
      offer(12);
      await shown(/^OPEN {2}1 12$/);
    },
    async resume() {
      feed.cut();
      offer(13);
      await shown(/^OPEN {2}2 13$/);
      assert.equal(feed.requests.at(-1).headers['last-event-id'], '1');
    },
    async refusal() {
      // It begins anew with its `autoReconnect`.
      feed.refuse = () => 403;
      feed.cut();
      await shown(/^CLOSED 403/);
      feed.refuse = () => undefined;
      await shown(/^OPEN/);
    },
    async close() {
      await page.evaluate(() => window.unmount());
      await until('the connection has ended', () => feed.connections === 0);
    },
    end: close,
  };
}
