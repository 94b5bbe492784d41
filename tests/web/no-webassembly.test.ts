import { expect, test, vi } from 'vitest';
import type { ConnectionErrorEvent } from '../../web/index.ts';
import { openUrl } from '../support/sources.ts';

/** Without the network: in Node that needs WebAssembly itself. */
const open = () =>
  openUrl('http://127.0.0.1:9/', {
    fetch: async () =>
      new Response('data: a\n\n', { headers: { 'content-type': 'text/event-stream' } }),
  });

test('where WebAssembly is forbidden the source fails for good and says what the page’s policy needs', async () => {
  await new Response('').text(); // Node compiles a module of its own when it first has to do with fetch
  const reason = new Error('Refused to compile');
  const compile = vi.spyOn(WebAssembly, 'compile').mockRejectedValue(reason);
  const { events, source } = open();
  expect(source.readyState).toBe(source.CONNECTING);
  const { event, readyState } = await events.next('error');
  expect(readyState).toBe(source.CLOSED);
  const error = event as ConnectionErrorEvent;
  expect(error).toMatchObject({ kind: 'wasm', cause: reason, willRetry: false });
  expect(error.message).toContain("'wasm-unsafe-eval'");

  compile.mockRestore();
  const next = open();
  await next.events.next('open');
  expect(await next.events.messages(1)).toEqual(['a']);
  expect(events.untaken).toEqual([]);
});
