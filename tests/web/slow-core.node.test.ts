// The core is loaded more slowly than all else goes on.
import { expect, onTestFinished, test, vi } from 'vitest';
import { EventSource } from '../../web/index.ts';
import { record } from '../support/recorder.ts';
import { scriptedFetch } from '../support/scripted-fetch.ts';

const gate = vi.hoisted(() => ({ isOpen: Promise.resolve() }));

vi.mock('../../web/core/load-core.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../web/core/load-core.ts')>();
  return { ...original, loadCore: () => gate.isOpen.then(original.loadCore) };
});

/** Until the function that it returns is called there is no core. */
function withoutCore(): () => void {
  let open = () => {};
  gate.isOpen = new Promise((resolve) => {
    open = resolve;
  });
  onTestFinished(open);
  return open;
}

const kUrl = 'http://127.0.0.1:9/';
const fetch = scriptedFetch([{ chunks: ['data: 1\n\n'], then: 'hold' }]);

test('a response that comes within connectTimeout has come in time', async () => {
  const load = withoutCore();
  const source = new EventSource(kUrl, { fetch, connectTimeout: 20 });
  onTestFinished(() => source.close());
  const events = record(source);
  // The same time and more, as another timer has it.
  await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setTimeout(resolve, 20));
  load();
  await events.next('open');
  expect(await events.messages(1)).toEqual(['1']);
});

test('a source that is closed as the core comes leaves no listener behind', async () => {
  const load = withoutCore();
  const listeners = new Set<unknown>();
  const page = {
    hidden: true,
    addEventListener: (_: string, listener: unknown) => listeners.add(listener),
    removeEventListener: (_: string, listener: unknown) => listeners.delete(listener),
  };
  vi.stubGlobal('document', page);
  vi.stubGlobal('addEventListener', page.addEventListener);
  vi.stubGlobal('removeEventListener', page.removeEventListener);
  onTestFinished(() => void vi.unstubAllGlobals());
  const source = new EventSource(kUrl, {
    fetch,
    pauseWhenHidden: true,
    headers() {
      source.close();
      return {};
    },
  });
  page.hidden = false;
  load();
  await source.closed;
  await new Promise((resolve) => setTimeout(resolve));
  expect(listeners).toEqual(new Set());
});

test('reconnect() before there is a core gives up the request that waits', async () => {
  const load = withoutCore();
  let asked = 0;
  const source = new EventSource(kUrl, {
    fetch,
    headers: () => (asked++ === 0 ? new Promise<HeadersInit>(() => {}) : {}),
  });
  onTestFinished(() => source.close());
  const events = record(source);
  source.reconnect();
  load();
  await events.next('open');
  expect(asked).toBe(2);
});
