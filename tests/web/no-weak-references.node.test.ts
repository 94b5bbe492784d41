// Where there are no WeakRef and FinalizationRegistry, as in Cloudflare Workers of a compatibility date before May
// 2025, memory of decoders comes back by close() alone; all else works.
import { afterEach, expect, test, vi } from 'vitest';
import { scriptedFetch } from '../support/scripted-fetch.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

test('without weak references a decoder and listeners with a signal work', async () => {
  vi.resetModules();
  new Response(''); // Node's own fetch, which needs them, is loaded when it is used first
  for (const name of ['WeakRef', 'FinalizationRegistry']) vi.stubGlobal(name, undefined);
  const { EventSource, EventStreamDecoder } = await import('../../web/index.ts');
  await EventStreamDecoder.load();
  const decoder = new EventStreamDecoder();
  expect(decoder.decode(new TextEncoder().encode('data: a\n\n'))).toMatchObject([{ data: 'a' }]);
  decoder.close();

  const source = new EventSource('http://127.0.0.1:9/', {
    retry: false,
    fetch: scriptedFetch([{ chunks: ['data: 1\n\n', 'data: 2\n\n'], then: 'end' }]),
  });
  const controller = new AbortController();
  const seen: string[] = [];
  const listener = ({ data }: MessageEvent) => {
    seen.push(data);
    controller.abort();
  };
  source.addEventListener('message', listener, { signal: controller.signal });
  await source.closed;
  expect(seen).toEqual(['1']);
});
