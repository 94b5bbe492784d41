import { afterEach, describe, expect, test, vi } from 'vitest';
import { fire } from '../../web/events/dispatch.ts';
import { isAddEventListenerPatched } from '../../web/events/platform-event-target.ts';
import { LightEvent } from '../../web/events/stream-event.ts';
import { type Patch, patchEventTarget } from './event-dispatch/patched-event-target.ts';
import { dispatchMessage, TestTarget } from './event-dispatch/program-targets.ts';

let patch: Patch | undefined;
afterEach(() => {
  patch?.undo();
  patch = undefined;
  vi.restoreAllMocks();
});

describe('where EventTarget.prototype.addEventListener has been patched', () => {
  test('an event of the stream comes to each listener through the wrapper of the patch', () => {
    patch = patchEventTarget();
    const target = new TestTarget();
    const events: Event[] = [];
    const listener = (event: Event) => void events.push(event);
    target.addEventListener('message', listener);
    target.addEventListener('message', { handleEvent: listener });
    target.onmessage = listener;
    const event = target.fireMessage();
    expect(patch.calls).toBe(3);
    expect(events).toEqual([event, event, event]);
    expect(event).toMatchObject({ data: 'x', lastEventId: '7', isTrusted: true });
  });

  test('an event with more to say arrives as it is', () => {
    class Refusal extends LightEvent {
      readonly status = 503;
    }
    patch = patchEventTarget();
    const target = new TestTarget();
    const statuses: unknown[] = [];
    target.addEventListener('error', (event) =>
      statuses.push((event as unknown as Refusal).status),
    );
    fire(target.listenersFor('error'), new Refusal('error', target));
    expect(statuses).toEqual([503]);
  });

  test('an event of a script comes through the wrapper, too', () => {
    patch = patchEventTarget();
    const target = new TestTarget();
    const trusted: boolean[] = [];
    target.addEventListener('message', (event) => trusted.push(event.isTrusted));
    dispatchMessage(target);
    expect(patch.calls).toBe(1);
    expect(trusted).toEqual([false]);
  });

  test('listeners from before the patch are called in their turn, without a wrapper', () => {
    const target = new TestTarget();
    const said: string[] = [];
    target.addEventListener('message', (event) =>
      said.push(`before ${(event as MessageEvent).data}`),
    );
    patch = patchEventTarget();
    target.addEventListener('message', (event) =>
      said.push(`after ${(event as MessageEvent).data}`),
    );
    target.fireMessage();
    expect(said).toEqual(['before x', 'after x']);
    expect(patch.calls).toBe(1);
  });

  test('the patch is noticed when it was there before the library', async () => {
    expect(isAddEventListenerPatched()).toBe(false);
    patch = patchEventTarget();
    expect(isAddEventListenerPatched()).toBe(true);
    // @ts-expect-error: a module of its own, which sees the platform only now
    const late = await import('../../web/events/platform-event-target.ts?late');
    expect(late.isAddEventListenerPatched).not.toBe(isAddEventListenerPatched);
    expect(late.isAddEventListenerPatched()).toBe(true);
  });
});

test('without a patch events of the stream stay away from the dispatch of the platform', () => {
  const dispatch = vi.spyOn(EventTarget.prototype, 'dispatchEvent');
  const target = new TestTarget();
  target.addEventListener('message', () => {});
  target.fireMessage();
  expect(dispatch).not.toHaveBeenCalled();
});
