// Functions of the caller's may do anything: close, abort, reconnect, reset, make other sources, throw,
// add and remove listeners. Each of them is called once per callback, wherever there is a callback.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EventSource } from '../../web/index.ts';
import { record } from '../support/recorder.ts';
import { scriptedFetch } from '../support/scripted-fetch.ts';
import { kCallbacks } from './callbacks/callback-names.ts';
import { kLast, kUrl, mine, play } from './callbacks/callback-run.ts';
import { calledAfterClose } from './callbacks/close-later.ts';
import { catchReports } from './event-dispatch/reports.ts';

const unhandled: unknown[] = [];
const reported: Error[] = [];
let stop: (() => void)[] = [];

beforeAll(() => {
  const noteRejection = (reason: unknown) => unhandled.push(reason);
  const noteEvent = (event: PromiseRejectionEvent) => unhandled.push(event.reason);
  if (typeof process === 'object' && typeof process.on === 'function') {
    process.on('unhandledRejection', noteRejection);
    stop.push(() => process.off('unhandledRejection', noteRejection));
  }
  globalThis.addEventListener?.('unhandledrejection', noteEvent);
  stop.push(() => globalThis.removeEventListener?.('unhandledrejection', noteEvent));
  stop.push(catchReports((error) => reported.push(error)));
});
afterAll(() => {
  for (const end of stop) end();
  stop = [];
});
beforeEach(() => {
  unhandled.length = reported.length = 0;
});

/** What is asked for a request. */
const kAsked = ['url', 'method', 'headers', 'body', 'fetch'];

const events = (n: number) => [`message ${n}`, `named ${n}`];
const kAllEvents = [...[1, 2, 3, 4].flatMap(events), `message ${kLast}`];
const isEvent = (entry: string) => /^(?:message|named)/.test(entry);

describe.each(kCallbacks)('in %s', (callback) => {
  test.each(['close()', 'abort() and close()', 'reconnect() and close()'])(
    '%s closes at once, and nothing is called any more',
    async (action) => {
      const run = await play(callback, action);
      expect(run.readyStateAfterAction).toBe(2);
      const { failures } = run.source.stats;
      expect(run.logAfterAction).toEqual([]);
      expect(run.log.filter((entry) => entry.startsWith('error'))).toHaveLength(failures);
      expect([unhandled, reported]).toEqual([[], []]);
    },
  );

  test('abort() closes at once, and is told of by an error event', async () => {
    const run = await play(callback, 'abort()');
    expect(run.readyStateAfterAction).toBe(2);
    const after = run.logAfterAction;
    expect(after.filter((entry) => !entry.startsWith('loop'))).toEqual(['error aborted']);
    expect(after).toEqual(
      callback === 'the body of a loop' ? ['error aborted', 'loop: aborted'] : ['error aborted'],
    );
    expect([unhandled, reported]).toEqual([[], []]);
  });

  test.each(['reconnect()', 'reconnect() twice'])('%s connects anew at once', async (action) => {
    const run = await play(callback, action);
    expect(run.readyStateAfterAction).toBe(0);
    const after = run.logAfterAction;
    // No event of the connection that it left follows, nor an error.
    const next = after.slice(0, after.indexOf('open'));
    expect(next.filter((entry) => isEvent(entry) || entry.startsWith('error'))).toEqual([]);
    expect(after.at(-1)).toBe(`message ${kLast}`);
    expect([unhandled, reported]).toEqual([[], []]);
  });

  test.each(['reset()', 'new EventSource()', 'a new listener', 'a listener removed'])(
    '%s disturbs nothing',
    async (action) => {
      const run = await play(callback, action);
      expect(run.log.filter(isEvent)).toEqual(kAllEvents);
      expect([unhandled, reported]).toEqual([[], []]);
    },
  );
});

// They are read before there is a source.
describe.each(['body', 'signal', 'withCredentials'])('in a getter of the option %s', (name) => {
  const options = (act: () => void) => {
    const controller = new AbortController();
    const { signal } = controller;
    const fetch = scriptedFetch([{ chunks: ['data: 1\n\n'], then: 'hold' }]);
    const init = { fetch, signal };
    const value = Reflect.get(init, name);
    const get = () => {
      act();
      return value;
    };
    return { controller, init: Object.defineProperty(init, name, { get, enumerable: true }) };
  };

  test('other sources may be made', async () => {
    const others: EventSource[] = [];
    const act = () => {
      for (let i = 0; i < 20; i++) others.push(new EventSource(kUrl, { fetch: scriptedFetch([]) }));
    };
    const source = new EventSource(kUrl, options(act).init);
    const events = record(source);
    await events.next('open');
    expect((await events.next('message')).data).toBe('1');
    for (const other of [source, ...others]) other.close();
    expect([unhandled, reported]).toEqual([[], []]);
  });

  test('the signal may be aborted', async () => {
    const { controller, init } = options(() => controller.abort());
    const source = new EventSource(kUrl, init);
    const events = record(source);
    expect(source.readyState).toBe(2);
    const { event } = await events.next('error');
    expect(event).toMatchObject({ kind: 'aborted' });
    expect([unhandled, reported]).toEqual([[], []]);
  });

  test('what is thrown is thrown by the constructor', () => {
    const { init } = options(() => {
      throw mine;
    });
    expect(() => new EventSource(kUrl, init)).toThrow(mine);
    expect([unhandled, reported]).toEqual([[], []]);
  });
});

// An EventTarget of Node's reports what abort listeners throw in a way that cannot be watched. What a
// response throws is its failure: see fetch-option.test.ts and bodies.test.ts.
const kReports = kCallbacks.filter(
  (name) => !kAsked.includes(name) && !/abort event|then|loop|\(\)$/.test(name),
);

test.each(kReports)('what %s throws is reported, and disturbs nothing', async (callback) => {
  const run = await play(callback, 'throw');
  // A `retry.on` that throws has not asked for another attempt.
  expect(run.log.filter(isEvent)).toEqual(callback === 'retry.on' ? [] : kAllEvents);
  expect([unhandled, reported]).toEqual([[], [mine]]);
});

test.each(kAsked)(
  'what %s throws is a failed attempt, which retry.on may have tried again',
  async (callback) => {
    const run = await play(callback, 'throw');
    // What the second request would have brought has been missed.
    expect(run.logAfterAction).toContain(callback === 'fetch' ? 'error network' : 'error request');
    expect(run.log.at(-1)).toBe(`message ${kLast}`);
    expect([unhandled, reported]).toEqual([[], []]);
  },
);

test('close() between two functions, or before fetch, keeps the next from being called', async () => {
  expect(await calledAfterClose({})).toEqual([]);
});

test('a loop whose body throws closes, and throws the same', async () => {
  const run = await play('the body of a loop', 'throw');
  expect(run.logAfterAction).toEqual(['loop: mine']);
  expect(run.source.readyState).toBe(2);
  expect([unhandled, reported]).toEqual([[], []]);
});
