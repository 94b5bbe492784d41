// [beyond the standard] How far headers go with redirects. fetch takes Authorization off a redirect to
// another origin, but older engines do not.
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ConnectionErrorEvent } from '../../web/index.ts';
import { serve } from '../support/scenario-client.ts';
import { open, openUrl, origin, otherOrigin } from '../support/sources.ts';
import { eventStream, hold, redirect, silent } from '../support/stream-scenario.ts';
import { testWhere } from '../support/where.ts';

// Came with Chromium 119, Firefox 120 and Safari 18.2.
const hasStructTypes =
  typeof WebAssembly === 'object' &&
  WebAssembly.validate(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 3, 1, 0x5f, 0]));

const hello = ': hello\n\n';

const failure = (seen: { event: Event }) => seen.event as ConnectionErrorEvent;

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

testWhere(hasStructTypes, 'the engine is older than that, or has no WebAssembly')(
  'Authorization is taken off a redirect to another origin',
  async () => {
    const target = await serve(otherOrigin, [silent]);
    const { events } = await open([redirect(target.url)], { headers: { Authorization: 'secret' } });
    await events.next('open');
    const { requests } = await target.log();
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  },
);

test.each([
  [
    'an older engine',
    () => hasStructTypes && vi.spyOn(WebAssembly, 'validate').mockReturnValue(false),
  ],
  [
    'a Cloudflare Worker of an older compatibility date',
    () => {
      const compatibilityFlags = { strip_authorization_on_cross_origin_redirect: false };
      vi.stubGlobal('Cloudflare', { compatibilityFlags });
    },
  ],
])('in %s, which may not do so, redirects are refused', async (_, pretend) => {
  pretend();
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

describe('custom headers and redirects', () => {
  test('a secret never reaches the origin that a redirect leads to', async () => {
    const target = await serve(otherOrigin, [eventStream(hello, hold)]);
    const { events, scenario, source } = await open([redirect(target.url, 302)], {
      headers: { 'x-api-key': 'secret' },
    });
    const error = failure(await events.next('error'));
    expect(error).toMatchObject({ kind: 'redirect', willRetry: false });
    expect(error.message).toContain('redirect');
    expect(source.readyState).toBe(source.CLOSED);
    expect((await scenario.log()).requests).toHaveLength(1);
    const { requests, preflights } = await target.log();
    expect([...requests, ...preflights]).toEqual([]);
  });

  test('with redirect: follow they go where it leads', async () => {
    const target = await serve(otherOrigin, [eventStream(hello, hold)]);
    const { events } = await open([redirect(target.url, 307)], {
      headers: { 'x-api-key': 'not so secret' },
      redirect: 'follow',
    });
    await events.next('open');
    expect((await target.log()).requests[0].headers['x-api-key']).toBe('not so secret');
  });

  test('headers that tell nothing follow a redirect', async () => {
    const target = await serve(otherOrigin, [eventStream(hello, hold)]);
    const { events } = await open([redirect(target.url, 307)], {
      headers: { 'accept-language': 'la' },
    });
    await events.next('open');
    expect((await target.log()).requests[0].headers['accept-language']).toBe('la');
  });

  test('redirect: error follows none, and fails for good', async () => {
    const target = await serve(origin, [eventStream(hello, hold)]);
    const { events, scenario } = await open([redirect(target.url, 302)], { redirect: 'error' });
    const error = failure(await events.next('error'));
    expect(error).toMatchObject({ kind: 'redirect', willRetry: false });
    expect(error.message).toContain("redirect: 'error'");
    expect((await scenario.log()).requests).toHaveLength(1);
    expect((await target.log()).requests).toEqual([]);
  });
});
