// What the page's own policy forbids is known to be futile: one error, and closed, as the native
// EventSource. The policy holds for the rest of this page.
import { expect } from 'vitest';
import type { ConnectionErrorEvent } from '../../web/index.ts';
import { serve } from '../support/scenario-client.ts';
import { engine, openUrl, origin, otherOrigin } from '../support/sources.ts';
import { redirect, silent } from '../support/stream-scenario.ts';
import { testWhere } from '../support/where.ts';

function addPolicy(policy: string): void {
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = policy;
  document.head.append(meta);
}

// The WebKitGTK of these tests lets everything pass, whatever a meta element says.
const enforces = engine !== 'webkit';

testWhere(enforces, 'this WebKitGTK enforces no policy of a meta element')(
  'a request that connect-src does not allow closes, with one error and one report',
  async () => {
    const allowed = await serve(origin, [silent, silent]);
    const blocked = await serve(origin, [silent]);
    const leaving = await serve(origin, [redirect(blocked.at(otherOrigin))]);
    addPolicy(`connect-src 'self' ws: ${origin}`);
    let reports = 0;
    document.addEventListener('securitypolicyviolation', () => reports++);

    const { events, source } = openUrl(`${blocked.at(otherOrigin)}?x#y`);
    const { event, readyState } = await events.next('error');
    expect(event).toMatchObject({ kind: 'blocked', willRetry: false });
    expect((event as ConnectionErrorEvent).message).toContain('connect-src');
    expect(readyState).toBe(source.CLOSED);
    expect(reports).toBe(1);

    await openUrl(allowed.url).events.next('open');

    const later = openUrl(allowed.url, {
      url: ({ attempt }) => (attempt === 1 ? undefined : blocked.at(otherOrigin)),
    });
    await later.events.next('open');
    later.source.reconnect();
    const { event: second } = await later.events.next('error');
    expect(second).toMatchObject({ kind: 'blocked', willRetry: false });
    expect((second as ConnectionErrorEvent).message).toContain(blocked.at(otherOrigin));

    const redirected = await openUrl(leaving.url).events.next('error');
    expect(redirected.event).toMatchObject({ kind: 'blocked', willRetry: false });
  },
);
