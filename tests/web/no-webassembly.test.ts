import { afterEach, expect, test, vi } from 'vitest';
import { coreModule } from '../../web/core/embedded-module.ts';
import { openUrl } from '../support/sources.ts';

/** What an engine does that refuses to compile at once. */
function refuse(reason: Error) {
  vi.spyOn(WebAssembly, 'Module').mockImplementation(function refuse() {
    throw reason;
  });
  return vi.spyOn(WebAssembly, 'compile');
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
  // What a Content Security Policy without 'wasm-unsafe-eval' amounts to.
  const compile = refuse(new Error('Refused to compile'));
  const { events, source } = open();
  await events.next('open');
  expect(await events.messages(1)).toEqual(['a']);
  expect(source.lastEventId).toBe('é');
  expect(compile, 'each try is a violation that is reported').not.toHaveBeenCalled();
});

test('where so large a module is not compiled at once, it is compiled later', async () => {
  const compile = refuse(new RangeError('larger than 4 KiB'));
  const exported = WebAssembly.Module.exports(await coreModule());
  expect(exported).toContainEqual(expect.objectContaining({ name: 'memory' }));
  expect(compile).toHaveBeenCalledOnce();
});
