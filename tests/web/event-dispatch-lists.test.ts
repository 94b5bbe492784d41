import { describe, expect, test } from 'vitest';
import { dispatchMessage, TestTarget } from './event-dispatch/program-targets.ts';

/** The kinds of the events that a listener was called with. */
function recorder() {
  const kinds: string[] = [];
  const listener = (event: Event) => void kinds.push(event.isTrusted ? 'stream' : 'script');
  return { kinds, listener };
}

describe('a listener', () => {
  test('hears events of the stream as trusted ones and those of scripts as untrusted ones', () => {
    const target = new TestTarget();
    const { kinds, listener } = recorder();
    target.addEventListener('message', listener);
    target.onmessage = listener;
    target.fireMessage();
    dispatchMessage(target);
    expect(kinds).toEqual(['stream', 'stream', 'script', 'script']);
  });

  test('with once that the stream called is not called for a script, and the other way round', () => {
    const target = new TestTarget();
    const { kinds, listener } = recorder();
    for (let i = 0; i < 2; i++) {
      target.addEventListener('message', listener, { once: true });
      if (i === 0) target.fireMessage();
      dispatchMessage(target);
      target.fireMessage();
    }
    expect(kinds).toEqual(['stream', 'script']);
  });

  test('that is removed, by whatever means, hears neither', () => {
    const target = new TestTarget();
    const { kinds, listener } = recorder();
    const controller = new AbortController();
    target.addEventListener('message', listener);
    target.removeEventListener('message', listener);
    target.addEventListener('message', listener, { capture: true, signal: controller.signal });
    controller.abort();
    target.onmessage = listener;
    target.onmessage = null;
    target.fireMessage();
    dispatchMessage(target);
    expect(kinds).toEqual([]);
  });

  test('that removes itself while a script dispatches is gone for the stream', () => {
    const target = new TestTarget();
    const { kinds, listener } = recorder();
    const remove = (event: Event) => {
      listener(event);
      target.removeEventListener('message', remove);
    };
    target.addEventListener('message', remove);
    dispatchMessage(target);
    target.fireMessage();
    expect(kinds).toEqual(['script']);
  });

  test('is called by the stream even while a script dispatches, and the other way round', () => {
    const target = new TestTarget();
    const { kinds, listener } = recorder();
    target.addEventListener('message', () => target.fireMessage(), { once: true });
    target.addEventListener('message', listener);
    dispatchMessage(target);
    target.addEventListener('message', () => dispatchMessage(target), { once: true });
    target.fireMessage();
    expect(kinds).toEqual(['stream', 'script', 'stream', 'script']);
  });

  test('for any event of a script is called: other types, other classes, other members', () => {
    const target = new TestTarget();
    const details: unknown[] = [];
    target.addEventListener('custom', (event) => details.push((event as CustomEvent).detail));
    target.dispatchEvent(new CustomEvent('custom', { detail: 5 }));
    expect(details).toEqual([5]);
  });
});

test('an event handler that returns false prevents the default of an event of a script', () => {
  const target = new TestTarget();
  target.onmessage = () => false;
  expect(target.dispatchEvent(new Event('message', { cancelable: true }))).toBe(false);
  target.onmessage = () => 0;
  expect(target.dispatchEvent(new Event('message', { cancelable: true }))).toBe(true);
  target.onmessage = null;
  target.addEventListener('message', () => false);
  expect(target.dispatchEvent(new Event('message', { cancelable: true }))).toBe(true);
});

test("the methods have the platform's names and lengths", () => {
  for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent'] as const) {
    expect(TestTarget.prototype[name].name).toBe(name);
    expect(TestTarget.prototype[name].length).toBe(EventTarget.prototype[name].length);
  }
});

describe('the list of listeners', () => {
  test('is the same object for ever', () => {
    const target = new TestTarget();
    const list = target.listenersFor('message');
    target.addEventListener('message', () => {}, { once: true });
    target.fireMessage();
    expect(target.listenersFor('message')).toBe(list);
    expect(target.listenersFor('other')).not.toBe(list);
  });

  test('is empty until something is added and after everything is removed', () => {
    const target = new TestTarget();
    const list = target.listenersFor('message');
    const listener = () => {};
    expect(list.isEmpty).toBe(true);
    target.addEventListener('message', listener, true);
    expect(list.isEmpty).toBe(false);
    target.removeEventListener('message', listener, true);
    expect(list.isEmpty).toBe(true);
    target.onmessage = listener;
    expect(list.isEmpty).toBe(false);
    target.onmessage = null;
    expect(list.isEmpty).toBe(true);
  });

  test('tells its target of the first listener of a type, once', () => {
    const target = new TestTarget();
    const listener = () => {};
    target.addEventListener('a', null);
    target.addEventListener('a', listener, { signal: AbortSignal.abort() });
    target.onmessage = null;
    expect(target.firstListeners).toEqual([]);
    target.addEventListener('a', listener);
    target.addEventListener('a', listener, true);
    target.removeEventListener('a', listener);
    target.addEventListener('a', listener);
    target.onmessage = listener;
    target.onmessage = null;
    target.onmessage = listener;
    target.addEventListener('b', listener);
    expect(target.firstListeners).toEqual(['a', 'message', 'b']);
  });
});
