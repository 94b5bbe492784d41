import { expect, test } from 'vitest';
import { serve } from '../support/scenario-client.ts';
import { open, openUrl, otherOrigin } from '../support/sources.ts';
import { cut, redirect, silent } from '../support/stream-scenario.ts';

test('a refusal by CORS closes, and the message names the missing header', async () => {
  const { events, source } = await open([silent], { cors: 'refused' });
  const { event, readyState } = await events.next('error');
  expect(readyState).toBe(source.CLOSED);
  expect(event).toMatchObject({ kind: 'cors', willRetry: false });
  expect((event as Event & { message: string }).message).toContain('Access-Control-Allow-Origin');
});

test('a dead network across origins is asked about once, and tried again', async () => {
  const { events, scenario } = await open([[cut], [cut], silent]);
  for (let i = 0; i < 2; i += 1) {
    expect((await events.next('error')).event).toMatchObject({ kind: 'network', willRetry: true });
  }
  await events.next('open');
  expect((await scenario.log()).probes).toHaveLength(1);
});

test('credentials go out only when asked for', async () => {
  for (const withCredentials of [false, true]) {
    const { scenario, source } = await open([silent, silent]);
    // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not in every engine
    document.cookie = 'crumb=1; path=/';
    const second = openUrl(scenario.url, { withCredentials });
    await second.events.next('open');
    expect(second.source.withCredentials).toBe(withCredentials);
    expect(source.withCredentials).toBe(false);
    const { requests } = await scenario.log({ requests: 2 });
    const cookies = requests.map(({ headers }) => headers.cookie?.includes('crumb=1') ?? false);
    // The page's host is the server's, and cookies do not know ports.
    expect(cookies.sort()).toEqual(withCredentials ? [false, true] : [false, false]);
  }
});

test('a redirect to an origin that does not allow it is a refusal by CORS, too', async () => {
  const target = await serve(otherOrigin, [silent], { cors: 'refused' });
  const { events, source } = await open([redirect(target.url), redirect(target.url)]);
  const { event, readyState } = await events.next('error');
  expect(readyState).toBe(source.CLOSED);
  expect(event).toMatchObject({ kind: 'cors', willRetry: false });
});
