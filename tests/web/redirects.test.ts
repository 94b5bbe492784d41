// How far Authorization goes: fetch takes it off a redirect to another origin, but older engines do not.
import { afterEach, expect, test, vi } from 'vitest';
import { serve } from '../support/scenario-client.ts';
import { open, openUrl, origin, otherOrigin } from '../support/sources.ts';
import { redirect, silent } from '../support/stream-scenario.ts';

// Came with Chromium 119, Firefox 120 and Safari 18.2.
const hasStructTypes =
  typeof WebAssembly === 'object' &&
  WebAssembly.validate(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 3, 1, 0x5f, 0]));

afterEach(() => {
  vi.restoreAllMocks();
});

test.runIf(hasStructTypes)('Authorization is taken off a redirect to another origin', async () => {
  const target = await serve(otherOrigin, [silent]);
  const { events } = await open([redirect(target.url)], { headers: { Authorization: 'secret' } });
  await events.next('open');
  const { requests } = await target.log();
  expect(requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
});

test('in an engine that may not do so, redirects are refused', async () => {
  if (hasStructTypes) vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
  const target = await serve(otherOrigin, [silent, silent]);
  const first = await serve(origin, [redirect(target.url), redirect(target.url)]);
  const withUser = new URL(first.url);
  withUser.username = 'ann';
  for (const [url, init] of [
    [first.url, { headers: { authorization: 'secret' } }],
    [withUser.href, {}],
  ] as const) {
    const { event } = await openUrl(url, init).events.next('error');
    expect(event).toMatchObject({ kind: 'redirect', willRetry: false });
  }
  const { requests, preflights } = await target.log();
  expect([...requests, ...preflights]).toEqual([]);
});
