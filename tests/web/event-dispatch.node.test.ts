import { inspect } from 'node:util';
import { type Context, createContext, runInContext, runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { EventSource } from '../../web/index.ts';
import { TestTarget } from './event-dispatch/program-targets.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const throwing = () => {
  throw new Error('a test that no error is reported in');
};

test.each([
  ['is no reportError', undefined],
  ["is a page's own reportError, which throws", throwing],
])(
  'where there %s, what a listener throws becomes an error that nobody caught',
  (_, reportError) => {
    const tasks: (() => void)[] = [];
    vi.stubGlobal('reportError', reportError);
    vi.stubGlobal('setTimeout', (task: () => void) => tasks.push(task));
    const target = new TestTarget();
    const calls: string[] = [];
    target.addEventListener('message', () => {
      throw new RangeError('a');
    });
    target.addEventListener('message', () => calls.push('b'));
    target.fireMessage();
    expect(calls).toEqual(['b']);
    expect(tasks).toHaveLength(1);
    expect(tasks[0]).toThrow(RangeError);
  },
);

test("Node's console prints why a connection failed", async () => {
  const source = new EventSource('http://127.0.0.1:9/', {
    fetch: async () => new Response('no', { status: 503 }),
  });
  const event = await new Promise((resolve) => {
    source.onerror = resolve;
  });
  expect(inspect(event)).toMatch(/^Event \{[\s\S]*kind: 'http'[\s\S]*status: 503/);
});

test("Node's console prints an event of the stream", () => {
  expect(inspect(new TestTarget().fireMessage('hello'))).toMatch(/^MessageEvent \{[\s\S]*'hello'/);
  expect(inspect(new TestTarget().fireOpen())).toMatch(/^Event \{[\s\S]*'open'/);
});

/** A context of Node's vm, with a realm of its own and those globals, where the file has run. */
async function runIn(globals: object, file: string): Promise<Context> {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'library',
    target: 'es2022',
  });
  const context = createContext({ ...globals });
  runInContext(outputFiles[0].text, context);
  return context;
}

describe('where there are neither events nor event targets', () => {
  test('importing the modules throws nothing and leaves nothing behind', async () => {
    const context = await runIn({}, 'web/events/dispatch.ts');
    expect(runInContext('typeof EventTarget + typeof Event + typeof performance', context)).toBe(
      'undefinedundefinedundefined',
    );
    expect(runInContext('typeof library.fireMessage', context)).toBe('function');
    expect(Object.keys(context)).toEqual(['library']);
  });
});

describe('in a vm context, whose events are those of another realm', () => {
  const kTargets = 'tests/web/event-dispatch/program-targets.ts';
  const kProgram = `
    const target = new library.TestTarget();
    const event = target.fireMessage();
    [event instanceof MessageEvent, event instanceof Event, event.constructor === MessageEvent,
      target.fireOpen() instanceof Event, Object.hasOwn(event, '__proto__'), event.data].join();
  `;

  test('events of the stream are instances of the interfaces there', async () => {
    const context = await runIn({ Event, EventTarget, MessageEvent, performance }, kTargets);
    expect(runInContext(kProgram, context)).toBe('true,true,true,true,false,x');
  });

  test('an interface that cannot be inherited from at first is tried again', async () => {
    const context = await runIn({ Event, EventTarget, performance }, kTargets);
    const failing = new Proxy(MessageEvent, {
      get() {
        throw new Error('not yet');
      },
    });
    context.MessageEvent = failing;
    expect(() => runInContext('new library.TestTarget()', context)).toThrow('not yet');
    context.MessageEvent = MessageEvent;
    expect(runInContext(kProgram, context)).toBe('true,true,true,true,false,x');
  });

  test('its signals are accepted, with or without throwIfAborted', () => {
    for (const hasThrowIfAborted of [true, false]) {
      const foreign = runInNewContext(
        `let abort;
        const signal = {
          aborted: false,
          addEventListener(type, listener) { abort = listener; },
          removeEventListener() { abort = () => {}; },
          ${hasThrowIfAborted ? 'throwIfAborted() {},' : ''}
        };
        ({ signal, abort() { signal.aborted = true; abort(); } })`,
      ) as AbortController;
      const target = new TestTarget();
      const calls: string[] = [];
      target.addEventListener('message', () => calls.push('a'), { signal: foreign.signal });
      target.fireMessage();
      foreign.abort();
      target.fireMessage();
      expect(calls).toEqual(['a']);
      expect(target.listenersFor('message').isEmpty).toBe(true);
    }
    for (const signal of [null, {}, { aborted: false }, new EventTarget()]) {
      const options = { signal: signal as AbortSignal };
      expect(() => new TestTarget().addEventListener('message', () => {}, options)).toThrow(
        TypeError,
      );
    }
  });
});

describe('an EventSource in a vm context', () => {
  const globals = {
    AbortController,
    AbortSignal,
    DOMException,
    Event,
    EventTarget,
    Headers,
    MessageChannel,
    MessageEvent,
    ReadableStream,
    Response,
    TextDecoder,
    TextEncoder,
    URL,
    atob,
    clearTimeout,
    console,
    fetch,
    performance,
    queueMicrotask,
    setTimeout,
  };

  test('receives MessageEvents and can be closed', async () => {
    const context = await runIn(globals, 'web/index.ts');
    const text = await runInContext(
      `new Promise((resolve, reject) => {
        const bytes = new TextEncoder().encode('id: 1\\nevent: x\\ndata: ä\\n\\n');
        const body = new ReadableStream({ start: (controller) => controller.enqueue(bytes) });
        const headers = { 'content-type': 'text/event-stream' };
        const fetch = async () => new Response(body, { headers });
        const source = new library.EventSource('http://127.0.0.1:9/', { fetch });
        source.onerror = ({ message }) => reject(new Error(message));
        source.addEventListener('x', (event) => {
          source.close();
          resolve([event instanceof MessageEvent, event.data, event.lastEventId].join());
        }, { signal: new AbortController().signal });
      })`,
      context,
    );
    expect(text).toBe('true,ä,1');
  });
});
