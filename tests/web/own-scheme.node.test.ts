// A page that came by another scheme than http and https: of a browser extension, or of an app in a web view.
// In Node, as that takes such a browser; in Chromium tests/consumers/extension.test.ts.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openUrl } from '../support/sources.ts';

const page = 'app://ui';

/** For which the app's scheme has origins, as for a browser that knows it. */
class KnowingURL extends URL {
  override get origin(): string {
    return this.protocol === 'app:' ? `app://${this.host}` : super.origin;
  }
}

beforeEach(() => {
  vi.stubGlobal('URL', KnowingURL);
  vi.stubGlobal('fetch', async (url: string) => {
    if (!url.endsWith('/events')) throw new TypeError('Failed to fetch');
    return new Response('data: a\n\n', { headers: { 'content-type': 'text/event-stream' } });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test('the scheme of the page itself is fetched, and its failures are those of a network', async () => {
  vi.stubGlobal('origin', page);
  const { events } = openUrl(`${page}/events`);
  await events.next('open');
  expect((await events.next('message')).event).toMatchObject({ data: 'a', origin: page });
  const missing = openUrl(`${page}/missing`);
  const { event } = await missing.events.next('error');
  expect(event).toMatchObject({ kind: 'network', willRetry: true });
});

test.each([
  [page, 'file:///events'],
  [page, 'app://other/events'],
  ['null', 'file:///events'],
  ['null', 'app://ui/events'],
  ['http://127.0.0.1', 'app://ui/events'],
])('for a page of %s, %s is of a scheme that is refused', async (origin, url) => {
  vi.stubGlobal('origin', origin);
  const { events } = openUrl(url);
  expect((await events.next('error')).event).toMatchObject({ kind: 'scheme', willRetry: false });
});
