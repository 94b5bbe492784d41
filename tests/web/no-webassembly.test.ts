import { afterEach, expect, test, vi } from 'vitest';
import { openUrl } from '../support/sources.ts';

const reason = new Error('Refused to compile');

/** What a Content Security Policy without 'wasm-unsafe-eval' amounts to. */
function forbidWebAssembly() {
  vi.spyOn(WebAssembly, 'Module').mockImplementation(function refuse() {
    throw reason;
  });
  return vi.spyOn(WebAssembly, 'compile').mockRejectedValue(reason);
}

afterEach(() => {
  vi.restoreAllMocks();
});

/** Without the network: in Node that needs WebAssembly itself. */
const open = () =>
  openUrl('http://127.0.0.1:9/', {
    fetch: async () =>
      new Response('id: é\ndata: a\n\n', { headers: { 'content-type': 'text/event-stream' } }),
  });

test('where WebAssembly is forbidden, its JavaScript fallback delivers the events', async () => {
  await new Response('').text(); // Node compiles a module of its own when it first has to do with fetch
  const compile = forbidWebAssembly();
  const { events, source } = open();
  await events.next('open');
  expect(await events.messages(1)).toEqual(['a']);
  expect(source.lastEventId).toBe('é');
  expect(compile).toHaveBeenCalled();
});
