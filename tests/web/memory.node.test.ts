// Where there is no memory left, that is what the error says: it is neither the page's policy, nor the
// server's Content-Type, nor the size of an event.
import { afterEach, expect, test, vi } from 'vitest';
import { loadCore } from '../../web/core/load-core.ts';
import type { ConnectionErrorEvent } from '../../web/index.ts';
import { scriptedFetch } from '../support/scripted-fetch.ts';
import { openUrl } from '../support/sources.ts';

vi.mock('../../web/core/javascript-core.ts', () => ({
  createJavaScriptCore: () => Promise.reject(new Error('no fallback')),
}));

afterEach(() => {
  vi.restoreAllMocks();
});

const kUrl = 'http://127.0.0.1:9/';
const event = { chunks: ['data: 1\n\n'], then: 'hold' } as const;

async function expectNoMemory({ events, source }: ReturnType<typeof openUrl>): Promise<void> {
  const { event: error, readyState } = await events.next('error');
  const { kind, willRetry, message } = error as ConnectionErrorEvent;
  expect({ kind, willRetry, message, readyState }).toEqual({
    kind: 'memory',
    willRetry: false,
    message: `There is not enough memory for the events of ${kUrl}`,
    readyState: source.CLOSED,
  });
}

test.each([
  new RangeError('WebAssembly.instantiate(): Out of memory: Cannot allocate Wasm memory'),
  Object.assign(new Error('out of memory'), { name: 'InternalError' }), // Firefox
])('no memory for the module is kind "memory": %s', async (reason) => {
  await new Response('').text(); // Node compiles a module of its own when it first has to do with fetch
  // biome-ignore lint/complexity/useArrowFunction: it is called with new
  vi.spyOn(WebAssembly, 'Instance').mockImplementation(function () {
    throw reason;
  });
  vi.spyOn(WebAssembly, 'instantiate').mockRejectedValue(reason);
  await expectNoMemory(openUrl(kUrl, { fetch: scriptedFetch([event]) }));
});

test('no memory for another source is kind "memory"', async () => {
  const { functions } = await loadCore();
  vi.spyOn(functions, 'createSource').mockReturnValue(0);
  await expectNoMemory(openUrl(kUrl, { fetch: scriptedFetch([event]) }));
});

test('no memory for a chunk is kind "memory"', async () => {
  const { functions } = await loadCore();
  const { reserve } = functions;
  vi.spyOn(functions, 'reserve').mockImplementation((handle, length) =>
    length < 1000 ? reserve(handle, length) : 0,
  );
  const chunks = ['data: 1\n\n', `data: ${'x'.repeat(10_000)}\n\n`];
  const opened = openUrl(kUrl, { fetch: scriptedFetch([{ chunks, then: 'hold' }]) });
  await opened.events.next('open');
  expect(await opened.events.messages(1)).toEqual(['1']);
  await expectNoMemory(opened);
});

test('without memory for the names of types their events come all the same', async () => {
  const { functions } = await loadCore();
  vi.spyOn(functions, 'allocate').mockReturnValue(0);
  const chunks = ['event: a\ndata: 1\n\nevent: b\ndata: 2\n\ndata: 3\n\n'];
  const { events } = openUrl(kUrl, {
    types: ['a'],
    fetch: scriptedFetch([{ chunks, then: 'hold' }]),
  });
  await events.next('open');
  expect((await events.next('a')).event).toMatchObject({ type: 'a', data: '1' });
  expect(await events.messages(1)).toEqual(['3']);
});
