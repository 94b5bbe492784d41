// [beyond the standard] The option `share`: functions of the caller's that are called in the middle of what
// the member does may do anything, as in callbacks.test.ts.
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { EventSource } from '../../web/index.ts';
import { record } from '../support/recorder.ts';
import { bodyOf } from '../support/scripted-fetch.ts';
import { until } from '../support/until.ts';
import { kCallbacks } from './callbacks/callback-names.ts';
import { kLast, play } from './callbacks/callback-run.ts';
import { calledAfterClose } from './callbacks/close-later.ts';
import { onePage } from './sharing/one-page.ts';

const kUrl = 'http://127.0.0.1:9/';
const kSteps = ['headers', 'abort', 'cancel'] as const;

/** A source that shares, and calls `act` once, at one of the steps of its first connection. */
function start(step: (typeof kSteps)[number], act: (source: EventSource) => void) {
  const page = onePage();
  const signals: AbortSignal[] = []; // of the requests that were sent
  let isArmed = true;
  const at = (name: string) => {
    if (name !== step || !isArmed) return;
    isArmed = false;
    act(source);
  };
  const source = new EventSource(kUrl, {
    share: { key: 'a' },
    headers({ signal }) {
      signal.addEventListener('abort', () => at('abort'));
      at('headers');
      return {};
    },
    async fetch(_, { signal }) {
      const data = `data: ${signals.push(signal)}\n\n`;
      const reader = bodyOf({ chunks: [data], then: 'hold' }).getReader();
      const cancel = () => {
        at('cancel');
        return reader.cancel();
      };
      return {
        status: 200,
        headers: new Headers({ 'content-type': 'text/event-stream' }),
        body: { getReader: () => ({ read: () => reader.read(), cancel }) },
      };
    },
  });
  onTestFinished(() => source.close());
  const isLetGo = () => {
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
    expect([page.held.size, page.channels.size]).toEqual([0, 0]);
  };
  return { source, events: record(source), signals, isLetGo };
}

describe.each(kSteps)('in %s', (step) => {
  test('reconnect() connects anew, once, and lets go of what there was', async () => {
    const { source, events, signals, isLetGo } = start(step, (acting) => acting.reconnect());
    await events.next('open');
    expect(await events.messages(1)).toEqual(['1']);
    if (step !== 'headers') {
      source.reconnect();
      await events.next('open');
      expect(await events.messages(1)).toEqual(['2']);
    }
    expect(signals.map(({ aborted }) => aborted)).toEqual(
      step === 'headers' ? [false] : [true, false],
    );
    source.close();
    await until(isLetGo);
    expect(events.untaken).toEqual([]);
  });

  test('close() closes, and nothing is held or sent any more', async () => {
    const { source, events, signals, isLetGo } = start(step, (acting) => acting.close());
    if (step !== 'headers') {
      await events.next('open');
      expect(await events.messages(1)).toEqual(['1']);
      source.reconnect();
    }
    await until(() => expect(source.readyState).toBe(source.CLOSED));
    await until(isLetGo);
    expect(signals).toHaveLength(step === 'headers' ? 0 : 1);
    expect(events.untaken).toEqual([]);
  });
});

test('the body of a refusal is let go of, too', async () => {
  const { held } = onePage();
  const cancel = vi.fn();
  const source = new EventSource(kUrl, {
    share: { key: 'a' },
    fetch: async () => new Response(new ReadableStream({ cancel }), { status: 503 }),
  });
  await record(source).next('error');
  expect(source.readyState).toBe(source.CLOSED);
  await until(() => expect(held.size).toBe(0));
  expect(cancel).toHaveBeenCalledOnce();
});

test('close() between two functions, or before fetch, keeps the next from being called', async () => {
  onePage();
  expect(await calledAfterClose({ share: { key: 'a' } })).toEqual([]);
});

// There is no body to share.
describe.each(kCallbacks.filter((name) => !['method', 'body'].includes(name)))(
  'in %s',
  (callback) => {
    const shared = { share: { key: 'a' }, method: 'GET', body: undefined };

    test.each(['close()', 'abort() and close()', 'reconnect() and close()'])(
      '%s closes at once, and nothing is called or held any more',
      async (action) => {
        const { held, channels } = onePage();
        const run = await play(callback, action, shared);
        expect(run.readyStateAfterAction).toBe(2);
        expect(run.logAfterAction).toEqual([]);
        await until(() => expect([held.size, channels.size]).toEqual([0, 0]));
      },
    );

    test.each(['reconnect()', 'reconnect() twice'])('%s connects anew at once', async (action) => {
      const { held, channels } = onePage();
      const run = await play(callback, action, shared);
      expect(run.readyStateAfterAction).toBe(0);
      expect(run.logAfterAction.at(-1)).toBe(`message ${kLast}`);
      await until(() => expect([held.size, channels.size]).toEqual([0, 0]));
    });
  },
);
