// Neither WebAssembly nor the fallback can be had, which shows after the request has left.
import { afterEach, expect, test, vi } from 'vitest';
import type { ConnectionErrorEvent } from '../../web/index.ts';
import { openUrl } from '../support/sources.ts';

const hasWebAssembly = typeof WebAssembly === 'object';
const reason = new Error('Refused to compile');

vi.mock('../../web/core/javascript-core.ts', () => ({
  createJavaScriptCore: () => Promise.reject(new Error('not there')),
}));

afterEach(() => {
  vi.restoreAllMocks();
});

test('without a core the request is cancelled, and one error says why', async () => {
  if (hasWebAssembly) {
    await new Response('').text(); // Node compiles a module of its own when it first has to do with fetch
    vi.spyOn(WebAssembly, 'Module').mockImplementation(function refuse() {
      throw reason;
    });
    vi.spyOn(WebAssembly, 'compile').mockRejectedValue(reason);
  }
  let signal: AbortSignal | null | undefined;
  const { events, source } = openUrl('http://127.0.0.1:9/', {
    fetch: (_, init) => {
      signal = init.signal;
      return new Promise(() => {});
    },
  });
  const { event, readyState } = await events.next('error');
  expect(event).toMatchObject({ kind: 'wasm', willRetry: false });
  const { cause } = event as ConnectionErrorEvent;
  if (hasWebAssembly) expect(cause).toBe(reason);
  else expect(cause).toBeInstanceOf(Error);
  expect(readyState).toBe(source.CLOSED);
  expect(signal?.aborted).toBe(true);
});
