import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  beginEvents,
  LightEvent,
  LightMessageEvent,
  sharedFieldsOf,
} from '../../web/events/stream-event.ts';
import { TestTarget } from './event-dispatch/program-targets.ts';

const init = { data: 'x', origin: 'https://example.org', lastEventId: '7' };

describe('a message event of the stream', () => {
  test('is a MessageEvent to everyone who asks', () => {
    const event = new TestTarget().fireMessage();
    expect(event).toBeInstanceOf(MessageEvent);
    expect(event).toBeInstanceOf(Event);
    expect(event.constructor).toBe(MessageEvent);
    expect(Object.prototype.toString.call(event)).toBe('[object MessageEvent]');
  });

  test('carries type, data, origin and last event ID', () => {
    const { type, data, origin, lastEventId } = new TestTarget().fireMessage('a\nb', 'price');
    expect([type, data, origin, lastEventId]).toEqual(['price', 'a\nb', init.origin, '7']);
  });

  test('is trusted, has no source and no ports, and goes nowhere', () => {
    const event = new TestTarget().fireMessage();
    expect(event.isTrusted).toBe(true);
    expect(event.source).toBeNull();
    expect(event.ports).toEqual([]);
    expect(Object.isFrozen(event.ports)).toBe(true);
    expect([event.bubbles, event.cancelable, event.composed]).toEqual([false, false, false]);
  });

  test("has every member that the engine's own has, with the same values", () => {
    const target = new TestTarget();
    const own = target.fireMessage() as unknown as Record<string, unknown>;
    const platform = new MessageEvent('message', init) as unknown as Record<string, unknown>;
    (target as EventTarget).dispatchEvent(platform as unknown as Event);
    const names: string[] = [];
    for (const name in platform) names.push(name);
    const ownNames: string[] = [];
    for (const name in own) ownNames.push(name);
    expect(names).toEqual(expect.arrayContaining(['type', 'target', 'data', 'lastEventId']));
    expect(ownNames).toEqual(expect.arrayContaining(names));
    const alike = names.filter((name) => name !== 'timeStamp' && name !== 'isTrusted');
    const values = (event: Record<string, unknown>) =>
      alike.map((name) => [name, typeof event[name] === 'function' ? 'function' : event[name]]);
    expect(values(own)).toEqual(values(platform));
  });

  test('has the methods of its own realm and the constants of Event', () => {
    const event = new TestTarget().fireMessage();
    expect(event.AT_TARGET).toBe(Event.prototype.AT_TARGET);
    expect(() => event.initEvent('other')).not.toThrow();
    expect(() => event.initMessageEvent('other')).not.toThrow();
    expect(event.type).toBe('message');
  });

  test('has no keys of its own that would be copied or printed', () => {
    expect(Reflect.ownKeys(new TestTarget().fireMessage())).toEqual([]);
  });
});

const wait = (milliseconds: number) => {
  for (const end = performance.now() + milliseconds; performance.now() < end; );
};

describe('the time of an event', () => {
  test('is the time at which it was made, in ms since the time origin', () => {
    const before = performance.now();
    beginEvents(Date.now());
    const { timeStamp } = new TestTarget().fireMessage();
    expect(timeStamp).toBeGreaterThanOrEqual(before);
    expect(timeStamp).toBeLessThanOrEqual(performance.now());
  });

  test('is the same for all events that are made in one go', () => {
    const target = new TestTarget();
    const { timeStamp } = target.fireMessage();
    wait(2);
    expect(target.fireMessage().timeStamp).toBe(timeStamp);
  });

  test('is later for an event of a later chunk', () => {
    const target = new TestTarget();
    beginEvents(Date.now());
    const { timeStamp } = target.fireMessage();
    wait(1);
    beginEvents(Date.now());
    expect(target.fireMessage().timeStamp).toBeGreaterThan(timeStamp);
  });

  // By clocks of the test's own: on a busy machine much time may pass between two readings.
  test.each([0, 0.3, 0.6, 0.9])(
    'is that time also when it is asked for later, to two milliseconds (the clocks %f ms apart)',
    (apart) => {
      let time = performance.now();
      vi.spyOn(performance, 'now').mockImplementation(() => time);
      vi.spyOn(Date, 'now').mockImplementation(() => Math.floor(time + apart));
      onTestFinished(() => void vi.restoreAllMocks());
      const made = time;
      beginEvents(Date.now());
      const event = new TestTarget().fireMessage();
      beginEvents(Date.now());
      time += 30.5;
      expect(event.timeStamp).toBeGreaterThanOrEqual(made);
      expect(event.timeStamp).toBeLessThanOrEqual(made + 2);
    },
  );
});

describe('an event of the stream without a message', () => {
  test('is a plain Event', () => {
    const event = new TestTarget().fireOpen();
    expect(event.type).toBe('open');
    expect(event).toBeInstanceOf(Event);
    expect(event).not.toBeInstanceOf(MessageEvent);
    expect(event.constructor).toBe(Event);
    expect(Object.prototype.toString.call(event)).toBe('[object Event]');
    expect('data' in event).toBe(false);
    expect(event.isTrusted).toBe(true);
  });

  test('can be the base of events that say more', () => {
    class Refusal extends LightEvent {
      readonly status = 503;
    }
    const event = new Refusal('error', new TestTarget());
    expect(event).toBeInstanceOf(Event);
    expect(event).toBeInstanceOf(Refusal);
    expect(event.type).toBe('error');
    expect(event.status).toBe(503);
    expect(event.eventPhase).toBe(0);
  });
});

describe('an event of the stream that is passed on', () => {
  const attempt = (target: EventTarget, event: Event) => {
    try {
      return target.dispatchEvent(event);
    } catch (error) {
      return error;
    }
  };

  // Node takes whatever is an instance of Event.
  if ('EventSource' in globalThis) {
    test('is refused by another target with a TypeError', () => {
      expect(attempt(new EventTarget(), new TestTarget().fireMessage())).toBeInstanceOf(TypeError);
    });
  }

  test('is refused by its own target with a TypeError that says what to do', () => {
    const target = new TestTarget();
    const error = attempt(target, target.fireMessage());
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toContain('new MessageEvent(event.type, event)');
  });

  test('arrives as a copy, which a script has made and which says so', () => {
    const event = new TestTarget().fireMessage();
    const other = new EventTarget();
    let received: MessageEvent | undefined;
    other.addEventListener('message', (copy) => {
      received = copy as MessageEvent;
    });
    // TypeScript has `ports` read-only in the one and not in the other.
    const copyInit = event as unknown as MessageEventInit;
    expect(other.dispatchEvent(new MessageEvent(event.type, copyInit))).toBe(true);
    expect(received).toMatchObject({ ...init, type: 'message', isTrusted: false });
    expect(new Event(event.type, event).type).toBe('message');
  });
});

test('an event that is made but not dispatched is at no target', () => {
  const target = new TestTarget();
  const event = new LightMessageEvent(sharedFieldsOf(undefined, 'message', target, ''), 'x', '');
  expect(event.currentTarget).toBeNull();
  expect(event.eventPhase).toBe(0);
  expect(event.composedPath()).toEqual([]);
});
