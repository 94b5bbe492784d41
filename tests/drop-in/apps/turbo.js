import assert from 'node:assert/strict';
import { openPage } from '../support/open-page.js';
import { until } from '../support/until.js';

export default async function prepare(feed) {
  const { page, open, close } = await openPage(feed, 'turbo', '<ul id="prices"></ul>');
  const offer = (price) =>
    feed.send(
      `<turbo-stream action="append" target="prices"><template><li>${price}</li></template></turbo-stream>`,
    );
  const prices = async (...expected) => {
    await page
      .locator('li')
      .nth(expected.length - 1)
      .waitFor();
    assert.deepEqual(await page.locator('li').allTextContents(), expected);
  };
  return {
    async subscribe() {
      await open();
      await until('the connection', () => feed.connections === 1);
    },
    async receive() {
      offer(12);
      await prices('12');
    },
    token() {
      assert.equal(feed.requests[0].headers.authorization, 'Bearer secret');
    },
    async resume() {
      feed.cut();
      offer(13);
      await prices('12', '13');
      assert.equal(feed.requests.at(-1).headers['last-event-id'], '1');
    },
    async refusal() {
      feed.refuse = () => 403;
      feed.cut();
      await page.waitForFunction(() => window.refusal === 403);
    },
    async close() {
      feed.refuse = () => undefined;
      await page.evaluate(() => window.subscribeAgain());
      await until('the connection', () => feed.connections === 1);
      await page.evaluate(() => window.close());
      await until('the connection has ended', () => feed.connections === 0);
    },
    end: close,
  };
}
