// Runtimes whose dispatchEvent calls event handlers by itself, and whose addEventListener has another length:
// workerd, and happy-dom before 20.4.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { scriptedFetch } from '../support/scripted-fetch.ts';

type WithHandlers = EventTarget & Record<string, ((event: Event) => void) | null | undefined>;

const { addEventListener, dispatchEvent } = EventTarget.prototype;

beforeEach(() => {
  vi.resetModules(); // what the package knows of the platform
  EventTarget.prototype.addEventListener = function (...args: never[]) {
    addEventListener.apply(this, args as unknown as Parameters<typeof addEventListener>);
  };
  EventTarget.prototype.dispatchEvent = function (this: WithHandlers, event) {
    const result = dispatchEvent.call(this, event);
    this[`on${event.type}`]?.call(this, event);
    return result;
  };
});
afterEach(() => {
  Object.assign(EventTarget.prototype, { addEventListener, dispatchEvent });
});

test('handlers are called once for each event, of the stream and of scripts', async () => {
  const { EventSource } = await import('../../web/index.ts');
  const source = new EventSource('http://127.0.0.1:9/', {
    retry: false,
    fetch: scriptedFetch([{ chunks: ['data: 1\n\n', 'data: 2\n\n'], then: 'end' }]),
  });
  const seen: unknown[] = [];
  source.onopen = ({ type, status }) => seen.push([type, status]);
  source.onmessage = ({ type, data }) => seen.push([type, data]);
  source.onerror = ({ type, kind }) => seen.push([type, kind]);
  await source.closed;
  source.dispatchEvent(new MessageEvent('message', { data: 'mine' }));
  expect(seen).toEqual([
    ['open', 200],
    ['message', '1'],
    ['message', '2'],
    ['message', 'mine'],
  ]);
  expect(source.onmessage).toBeTypeOf('function');
});
