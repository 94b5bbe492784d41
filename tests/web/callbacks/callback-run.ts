// A source that goes through everything that calls a function of the caller's, one of which acts.
import { expect } from 'vitest';
import {
  type ConnectionErrorEvent,
  EventSource,
  type EventSourceInit,
  type FetchLikeResponse,
} from '../../../web/index.ts';
import { eventStreamOf, type ScriptedStream, scriptedFetch } from '../../support/scripted-fetch.ts';
import { openUrl } from '../../support/sources.ts';

export const kUrl = 'http://127.0.0.1:9/';
/** What one run does, and what happens in it. */
export class Run {
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

/** What the action `throw` throws. */
export const mine = new Error('mine');
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
export const kLast = 'last';
const block = (n: number) =>
  `: comment\n\nid: ${n}\ndata: ${n}\n\nevent: named\ndata: ${n}\n\nevent: late\ndata: ${n}\n\n`;

const kOfResponse = ['headers.get()', 'getReader()', 'read()', 'cancel()'];

/** The response of a `fetch` of the caller's own, all whose functions are the caller's, too. */
function ownResponse(run: Run, stream: ScriptedStream): FetchLikeResponse {
  const { status, headers, body } = eventStreamOf(stream);
  const getReader = () => {
    run.in('getReader()');
    const reader = (body as ReadableStream<Uint8Array>).getReader();
    return {
      read() {
        run.in('read()');
        return reader.read();
      },
      cancel() {
        run.in('cancel()');
        return reader.cancel();
      },
    };
  };
  const get = (name: string) => {
    run.in('headers.get()');
    return headers.get(name);
  };
  return { status, headers: { get }, body: { getReader } };
}

function scripts(run: Run): EventSourceInit['fetch'] {
  const respond = (stream: ScriptedStream): FetchLikeResponse =>
    kOfResponse.includes(run.callback) ? ownResponse(run, stream) : eventStreamOf(stream);
  let requests = 0;
  return async () => {
    const request = ++requests;
    run.log.push(`fetch`);
    if (request > 1) run.in('fetch'); // there is a source by then
    if (request === 1) throw new TypeError('no connection');
    if (request === 2) {
      return respond({
        chunks: [block(1) + block(2), block(3), 'data: part'],
        then: 'error',
      });
    }
    return respond({ chunks: [block(4), `data: ${kLast}\n\n`], then: 'hold' });
  };
}

function start(run: Run, init: EventSourceInit): { isOver: Promise<void> } {
  const { log } = run;
  const ask = (name: string, attempt: number): undefined => {
    log.push(name);
    if (attempt > 1) run.in(name);
  };
  const source = new EventSource(kUrl, {
    url: ({ attempt }) => ask('url', attempt),
    method: ({ attempt }) => {
      ask('method', attempt);
      return 'POST';
    },
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
    ...init,
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

/**
 * @param actionName one of kActions, which happens once, in that callback
 * @param init more options of the source, or others
 */
export async function play(
  callback: string,
  actionName: string,
  init: EventSourceInit = {},
): Promise<Run> {
  const run = new Run(callback, kActions[actionName]);
  const { isOver } = start(run, init);
  await isOver;
  await meanwhile();
  run.source.close();
  for (const other of run.others) other.close();
  await new Promise((resolve) => setTimeout(resolve));
  expect(run.log, 'the callback was called').toContain('ACT');
  return run;
}
