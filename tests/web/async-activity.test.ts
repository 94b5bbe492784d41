import { expect, test } from 'vitest';
import { asyncActivity } from '../../web/events/async-activity.ts';
import { dispatchMessage, TestTarget } from './event-dispatch/program-targets.ts';

/** Whether the revision changes while an event of the stream is dispatched. */
function isNoticed(addTo: (target: TestTarget) => void): boolean {
  const target = new TestTarget();
  addTo(target);
  const { revision } = asyncActivity;
  target.fireMessage();
  return asyncActivity.revision !== revision;
}

const kAdd: Record<string, (target: TestTarget, listener: () => unknown) => void> = {
  'the only listener': (target, listener) => target.addEventListener('message', listener),
  'an event handler': (target, listener) => {
    target.onmessage = listener;
  },
  'one of several listeners': (target, listener) => {
    target.addEventListener('message', () => {});
    target.addEventListener('message', listener);
  },
  'a capture listener': (target, listener) => target.addEventListener('message', listener, true),
  'a listener with a signal': (target, listener) =>
    target.addEventListener('message', listener, { signal: new AbortController().signal }),
  'an object with handleEvent': (target, listener) =>
    target.addEventListener('message', { handleEvent: listener }),
  'a listener that a patch wraps': (target, listener) => {
    const { addEventListener } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function patched(...args) {
      addEventListener.apply(this, args);
    };
    try {
      target.addEventListener('message', listener);
    } finally {
      EventTarget.prototype.addEventListener = addEventListener;
    }
  },
};

for (const [name, add] of Object.entries(kAdd)) {
  test(`a promise that ${name} returns is noticed, other results are not`, () => {
    expect(isNoticed((target) => add(target, async () => {}))).toBe(true);
    expect(isNoticed((target) => add(target, () => ({ then() {} })))).toBe(true);
    for (const result of [undefined, null, 1, 'then', false, {}, [], () => {}, { then: 1 }]) {
      expect(isNoticed((target) => add(target, () => result))).toBe(false);
    }
  });
}

test('listeners that are added, set or removed while an event is dispatched are noticed', () => {
  const listener = () => {};
  expect(
    isNoticed((target) =>
      target.addEventListener('message', () => target.addEventListener('other', listener)),
    ),
  ).toBe(true);
  expect(isNoticed((target) => target.addEventListener('message', listener, { once: true }))).toBe(
    true,
  );
  expect(
    isNoticed((target) => {
      target.onmessage = () => {
        target.onmessage = listener;
      };
    }),
  ).toBe(true);
});

test('a result whose `then` cannot be read stops nothing and is not reported', () => {
  const target = new TestTarget();
  const calls: string[] = [];
  target.addEventListener('message', () => ({
    get then() {
      throw new Error('not to be read');
    },
  }));
  target.addEventListener('message', () => calls.push('next'));
  target.fireMessage();
  expect(calls).toEqual(['next']);
});

test('what listeners return to a script that dispatches does not count', () => {
  const target = new TestTarget();
  target.addEventListener('message', async () => {});
  const { revision } = asyncActivity;
  dispatchMessage(target);
  expect(asyncActivity.revision).toBe(revision);
});
