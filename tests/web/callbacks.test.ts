// Functions of the caller's may do anything: close, abort, reconnect, reset, make other sources, throw,
// add and remove listeners. Each of them is called once per callback, wherever there is a callback.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ConnectionErrorEvent, EventSource, type EventSourceInit } from '../../web/index.ts';
import { eventStreamOf, type ScriptedStream, scriptedFetch } from '../support/scripted-fetch.ts';
import { openUrl } from '../support/sources.ts';
import { catchReports } from './event-dispatch/reports.ts';

const kUrl = 'http://127.0.0.1:9/';

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

/** What one run does, and what happens in it. */
class Run {
  readonly log: string[] = [];
  readonly controller = new AbortController();
  readonly others: EventSource[] = [];
  source!: EventSource;
  readyStateAfterAction = -1;
  #isArmed = true;

  constructor(
    readonly callback: string,
    readonly action: Action,
  ) {}

  /** Called from every callback. Acts when it is called from the one of this run for the first time. */
  in(callback: string): void {
    if (callback !== this.callback || !this.#isArmed) return;
    this.#isArmed = false;
    try {
      this.action.act(this);
    } finally {
      this.log.push('ACT'); // a reconnect() has asked for the headers by then
      this.readyStateAfterAction = this.source.readyState;
    }
  }

  get logAfterAction(): string[] {
    return this.log.slice(this.log.indexOf('ACT') + 1);
  }
}

interface Action {
  act(run: Run): void;
  /** readyState right after it; as it was when left out. */
  readyState?: number;
}

const mine = new Error('mine');
const kActions: Record<string, Action> = {
  'close()': { act: ({ source }) => source.close(), readyState: 2 },
  'abort()': { act: ({ controller }) => controller.abort(), readyState: 2 },
  'abort() and close()': {
    act({ controller, source }) {
      controller.abort();
      source.close();
    },
    readyState: 2,
  },
  'reconnect()': { act: ({ source }) => source.reconnect(), readyState: 0 },
  'reconnect() twice': {
    act({ source }) {
      source.reconnect();
      source.reconnect();
    },
    readyState: 0,
  },
  'reconnect() and close()': {
    act({ source }) {
      source.reconnect();
      source.close();
    },
    readyState: 2,
  },
  'reset()': { act: ({ source }) => source.reset() },
  'new EventSource()': {
    act({ others }) {
      const stream: ScriptedStream = { chunks: ['data: other\n\n'], then: 'hold' };
      for (let i = 0; i < 20; i++) {
        others.push(new EventSource(kUrl, { fetch: scriptedFetch([stream]) }));
      }
    },
  },
  'a new listener': {
    act: ({ source, log }) => source.addEventListener('late', () => log.push('late')),
  },
  'a listener removed': {
    act({ source }) {
      source.onmessage = null;
    },
  },
  throw: {
    act() {
      throw mine;
    },
  },
};

// With a network that fails at first, then a stream that breaks off, then one that stays.
const kLast = 'last';
const block = (n: number) =>
  `: comment\n\nid: ${n}\ndata: ${n}\n\nevent: named\ndata: ${n}\n\nevent: late\ndata: ${n}\n\n`;

function scripts(run: Run): EventSourceInit['fetch'] {
  let requests = 0;
  return async () => {
    const request = ++requests;
    run.log.push(`fetch`);
    if (request > 1) run.in('fetch'); // there is a source by then
    if (request === 1) throw new TypeError('no connection');
    if (request === 2) {
      return eventStreamOf({
        chunks: [block(1) + block(2), block(3), 'data: part'],
        then: 'error',
      });
    }
    return eventStreamOf({ chunks: [block(4), `data: ${kLast}\n\n`], then: 'hold' });
  };
}

function start(run: Run): { isOver: Promise<void> } {
  const { log } = run;
  const ask = (name: string, attempt: number) => {
    log.push(name);
    if (attempt > 1) run.in(name);
  };
  const source = new EventSource(kUrl, {
    method: 'POST',
    retryInterval: 1,
    signal: run.controller.signal,
    fetch: scripts(run),
    headers: ({ attempt, signal }) => {
      signal.addEventListener('abort', () => run.in("the attempt's abort event"));
      ask('headers', attempt);
      return { 'x-attempt': `${attempt}` };
    },
    body: ({ attempt }) => {
      ask('body', attempt);
      return 'body';
    },
    retry: {
      jitter: 0,
      on() {
        log.push('retry.on');
        run.in('retry.on');
        return true;
      },
    },
    onComment() {
      log.push('comment');
      run.in('onComment');
    },
  });
  run.source = source;
  let end = () => {};
  let hasEnded = false;
  const isOver = new Promise<void>((resolve) => {
    end = () => {
      hasEnded = true;
      resolve();
    };
  });
  // These only record, and come before those that act.
  source.addEventListener('open', () => log.push('open'));
  source.addEventListener('error', (event) => {
    log.push(`error ${(event as ConnectionErrorEvent).kind}`);
    if (source.readyState === source.CLOSED) end();
  });
  source.addEventListener('named', ({ data }) => log.push(`named ${data}`));
  source.addEventListener('message', ({ data }) => {
    log.push(`message ${data}`);
    if (data === kLast) end();
  });
  source.onopen = () => run.in('onopen');
  source.onmessage = () => run.in('onmessage');
  source.onerror = () => run.in('onerror');
  source.addEventListener('named', () => run.in('a listener'));
  source.addEventListener('named', { handleEvent: () => run.in('handleEvent') });
  source.addEventListener('named', {
    get handleEvent() {
      run.in('a getter of handleEvent');
      return () => {};
    },
  });
  source.addEventListener('named', () => ({
    get then() {
      run.in('a getter of then');
      return undefined;
    },
  }));
  source.addEventListener('message', () => run.in('a once listener'), { once: true });
  const iterate = async () => {
    for await (const _ of source) run.in('the body of a loop');
  };
  if (run.callback === 'the body of a loop') {
    iterate().catch((reason) => log.push(`loop: ${reason.kind ?? reason.message}`));
  }
  // A source that is closed fires nothing that would say so.
  const look = () => {
    if (log.includes('ACT') && source.readyState === source.CLOSED) end();
    if (!hasEnded) setTimeout(look, 1);
  };
  look();
  return { isOver };
}

/** Another source goes through as much as the one of a run can have before it. */
async function meanwhile(): Promise<void> {
  const { source, events } = openUrl(kUrl, {
    retryInterval: 1,
    retry: { jitter: 0 },
    fetch: scriptedFetch([
      null,
      { chunks: ['data: 1\n\n'], then: 'end' },
      { chunks: ['data: 2\n\n'], then: 'hold' },
    ]),
  });
  for (const type of ['error', 'open', 'message', 'error', 'open', 'message']) {
    await events.next(type);
  }
  source.close();
}

async function play(callback: string, actionName: string): Promise<Run> {
  const run = new Run(callback, kActions[actionName]);
  const { isOver } = start(run);
  await isOver;
  await meanwhile();
  run.source.close();
  for (const other of run.others) other.close();
  await new Promise((resolve) => setTimeout(resolve));
  expect(run.log, 'the callback was called').toContain('ACT');
  return run;
}

const kCallbacks = [
  'headers',
  'body',
  'fetch',
  "the attempt's abort event",
  'retry.on',
  'onComment',
  'onopen',
  'onmessage',
  'onerror',
  'a listener',
  'a once listener',
  'handleEvent',
  'a getter of handleEvent',
  'a getter of then',
  'the body of a loop',
];

/** What is asked for a request. */
const kAsked = ['headers', 'body', 'fetch'];

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

// An EventTarget of Node's reports what abort listeners throw in a way that cannot be watched.
const kReports = kCallbacks.filter(
  (name) => !kAsked.includes(name) && !/abort event|then|loop/.test(name),
);

test.each(kReports)('what %s throws is reported, and disturbs nothing', async (callback) => {
  const run = await play(callback, 'throw');
  // A `retry.on` that throws has not asked for another attempt.
  expect(run.log.filter(isEvent)).toEqual(callback === 'retry.on' ? [] : kAllEvents);
  expect([unhandled, reported]).toEqual([[], [mine]]);
});

test.each(kAsked)('what %s throws is a failed attempt, and another follows', async (callback) => {
  const run = await play(callback, 'throw');
  // What the second request would have brought has been missed.
  expect(run.logAfterAction).toContain(callback === 'fetch' ? 'error network' : 'error request');
  expect(run.log.at(-1)).toBe(`message ${kLast}`);
  expect([unhandled, reported]).toEqual([[], []]);
});

test('a loop whose body throws closes, and throws the same', async () => {
  const run = await play('the body of a loop', 'throw');
  expect(run.logAfterAction).toEqual(['loop: mine']);
  expect(run.source.readyState).toBe(2);
  expect([unhandled, reported]).toEqual([[], []]);
});
