// What listeners keep in memory, and for how long.
import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { loadCore } from '../../web/core/load-core.ts';
import { EventSource } from '../../web/index.ts';
import { collectGarbage, collectUntil } from '../support/collect-garbage.ts';
import { fedStream } from '../support/fed-stream.ts';
import { until } from '../support/until.ts';
import { dispatchMessage, TestTarget } from './event-dispatch/program-targets.ts';

const kTargets = 40;

function isCollected(refs: readonly WeakRef<object>[]): Promise<boolean> {
  return collectUntil(() => refs.every((ref) => ref.deref() === undefined));
}

describe('a signal that lives longer than the targets of its listeners', () => {
  test('keeps none of them in memory', async () => {
    const { signal } = new AbortController();
    const refs = Array.from({ length: kTargets }, () => {
      const target = new TestTarget();
      target.addEventListener('message', () => target.fireMessage(), { signal });
      target.addEventListener('other', { handleEvent: () => target }, { signal, capture: true });
      return new WeakRef(target);
    });
    expect(await isCollected(refs)).toBe(true);
    expect(signal.aborted).toBe(false);
  });

  test('keeps no closed EventSource in memory', async () => {
    const { signal } = new AbortController();
    const refs = Array.from({ length: kTargets }, () => {
      const source = new EventSource('http://127.0.0.1:9/', {
        fetch: async () =>
          new Response(new ReadableStream(), { headers: { 'content-type': 'text/event-stream' } }),
      });
      source.addEventListener('message', () => source.close(), { signal });
      source.close();
      return new WeakRef(source);
    });
    expect(await isCollected(refs)).toBe(true);
    expect(signal.aborted).toBe(false);
  });

  test('has no listeners left of those that were removed or released', () => {
    const { signal } = new AbortController();
    const target = new TestTarget();
    const listener = () => {};
    target.addEventListener('a', listener, { signal });
    target.removeEventListener('a', listener);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    target.addEventListener('a', listener, { signal });
    target.addEventListener('b', listener, { signal, capture: true });
    expect(getEventListeners(signal, 'abort')).toHaveLength(2);
    target.releaseListeners();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

test('released listeners hear the events of scripts until their signal is aborted', () => {
  const controller = new AbortController();
  const target = new TestTarget();
  const calls: string[] = [];
  const { signal } = controller;
  target.addEventListener('message', () => calls.push('before'), { signal });
  target.releaseListeners();
  target.addEventListener('message', () => calls.push('after'), { signal });
  dispatchMessage(target);
  expect(calls).toEqual(['before', 'after']);
  controller.abort();
  dispatchMessage(target);
  expect(calls).toEqual(['before', 'after']);
});

describe('types that nobody listens to any more', () => {
  function listenOnce(target: TestTarget, type: string) {
    target.addEventListener(type, () => {}, { once: true });
    target.fireMessage('x', type);
  }

  test('are forgotten, oldest first, but for the last 64', () => {
    const target = new TestTarget();
    const listener = () => {};
    target.addEventListener('kept', listener);
    for (let i = 0; i < 1000; i++) {
      target.addEventListener(`type ${i}`, listener);
      target.removeEventListener(`type ${i}`, listener);
    }
    expect(target.firstListeners).toHaveLength(1001);
    expect(target.forgotten).toEqual(Array.from({ length: 1000 - 64 }, (_, i) => `type ${i}`));
    target.addEventListener('type 0', listener);
    target.addEventListener('type 999', listener);
    expect(target.firstListeners.slice(1001)).toEqual(['type 0']);
  });

  test('are forgotten however their last listener goes', () => {
    const target = new TestTarget();
    const listener = () => {};
    const names: string[] = [];
    for (let i = 0; i < 100; i++) {
      const controller = new AbortController();
      const { signal } = controller;
      names.push(`removed ${i}`, `once ${i}`, `aborted ${i}`, `script ${i}`);
      target.addEventListener(`removed ${i}`, listener, true);
      target.removeEventListener(`removed ${i}`, listener, true);
      target.addEventListener(`once ${i}`, listener, { once: true });
      target.fireMessage('x', `once ${i}`);
      target.addEventListener(`aborted ${i}`, listener, { signal });
      controller.abort();
      target.addEventListener(`script ${i}`, listener, { once: true });
      target.dispatchEvent(new Event(`script ${i}`));
    }
    expect(target.forgotten).toEqual(names.slice(0, -64));
  });

  test('are not forgotten while they are listened to, or once their list was handed out', () => {
    const target = new TestTarget();
    const list = target.listenersFor('message');
    target.onmessage = () => {};
    target.onmessage = null;
    target.addEventListener('other', () => {});
    for (let i = 0; i < 100; i++) listenOnce(target, `type ${i}`);
    target.addEventListener('type 99', () => {});
    for (let i = 100; i < 200; i++) listenOnce(target, `type ${i}`);
    expect(target.forgotten).not.toContain('message');
    expect(target.forgotten).not.toContain('other');
    expect(target.forgotten).not.toContain('type 99');
    expect(target.listenersFor('message')).toBe(list);
  });
});

/** An open source, and what sends it text. */
async function openFed() {
  const { body, send } = fedStream();
  const source = new EventSource('http://127.0.0.1:9/', {
    fetch: async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
  });
  await new Promise((resolve) => source.addEventListener('open', resolve));
  return { source, send };
}

test('an open EventSource stays, even if nobody refers to it or listens, as the native one does', async () => {
  // In a function of its own: what is left of it here is the network's side.
  const open = async () => {
    const { source, send } = await openFed();
    return { ref: new WeakRef(source), send };
  };
  const { ref, send } = await open();
  await isCollected([ref]);
  send('data: still read\n\n');
  await until(() => expect(ref.deref()?.stats.bytes).toBe(18));
  ref.deref()?.close();
  expect(await isCollected([ref])).toBe(true);
});

/** Of the module, of JavaScript. */
async function memoriesInUse(): Promise<[number, number]> {
  const { bytes } = await loadCore();
  collectGarbage();
  return [bytes.length, process.memoryUsage().heapUsed];
}

test('listeners for one event each, under names of their own, leave no memory behind', async () => {
  const kEvents = 100_000;
  const kFew = 10_000;
  const { source, send } = await openFed();
  let afterFew: [number, number] = [0, 0];
  for (let i = 0; i < kEvents; i++) {
    if (i === kFew) afterFew = await memoriesInUse();
    const name = `response to request ${i}`;
    const data = await new Promise((resolve) => {
      source.addEventListener(name, (event) => resolve(event.data), { once: true });
      send(`event:${name}\ndata:${i}\n\n`);
    });
    if (data !== String(i)) expect(data).toBe(String(i));
  }
  const [module, heap] = await memoriesInUse();
  source.close();
  expect(module).toBe(afterFew[0]);
  expect(heap - afterFew[1]).toBeLessThan((kEvents - kFew) * 10);
}, 60_000);

test('types come and go on a source that receives nothing, and are heard when they are back', async () => {
  const { source, send } = await openFed();
  const [before] = await memoriesInUse();
  const listener = () => {};
  for (let i = 0; i < 100_000; i++) {
    source.addEventListener(`type ${i}`, listener);
    source.removeEventListener(`type ${i}`, listener);
  }
  expect((await memoriesInUse())[0]).toBe(before);
  const heard: string[] = [];
  for (const type of ['type 0', 'type 99999', 'type 7']) {
    source.addEventListener(type, ({ data }) => heard.push(`${type}: ${data}`));
  }
  const last = new Promise((resolve) => source.addEventListener('last', resolve));
  const names = ['type 7', 'type 8', 'type 99999', 'type 0', 'last'];
  send(names.map((name, i) => `event:${name}\ndata:${i}\n\n`).join(''));
  await last;
  source.close();
  expect(heard).toEqual(['type 7: 0', 'type 99999: 2', 'type 0: 3']);
});

test("the platform's list is filled for the types that a script dispatches, and no others", () => {
  const target = new TestTarget();
  const listener = () => {};
  const count = () => ['message', 'other'].map((type) => getEventListeners(target, type).length);
  target.addEventListener('message', listener);
  target.addEventListener('other', listener);
  expect(count()).toEqual([0, 0]);
  dispatchMessage(target);
  expect(count()).toEqual([1, 0]);
  target.addEventListener('message', listener, true);
  expect(count()).toEqual([2, 0]);
  target.removeEventListener('message', listener);
  expect(count()).toEqual([1, 0]);
});
