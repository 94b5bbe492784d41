// Listeners and event handler attributes of a source: DOM 2.7-2.10, HTML 8.1.8.
import { end, eventStream, hold } from '../../../support/stream-scenario.ts';
import type { Case, Stage } from '../case.ts';

/** A program of listeners that is played when the page gets two messages, a and b. */
const listeners = (
  name: string,
  prepare: (source: EventSource, note: Stage['note']) => void,
  then: string[],
  extras: Partial<Case> = {},
): Case => ({
  name,
  when: async (stage) => {
    const { url } = await stage.serve([
      eventStream('data: a\n\ndata: b\n\nevent: end\ndata\n\n', hold),
    ]);
    const source = new stage.EventSource(url);
    prepare(source, stage.note);
    await new Promise((resolve) => source.addEventListener('end', resolve));
    source.close();
  },
  then,
  ...extras,
});

const data = (event: Event): string => (event as MessageEvent).data;

/** Notes what is reported to the scope's error event meanwhile. */
const reported = async (note: Stage['note'], during: () => Promise<unknown>): Promise<void> => {
  const listener = (event: Event) => {
    event.preventDefault();
    note('reported', (event as ErrorEvent).error?.message);
  };
  addEventListener('error', listener);
  await during();
  removeEventListener('error', listener);
};

export const listenerCases: Case[] = [
  listeners(
    'listeners run in the order in which they were added',
    (source, note) => {
      source.addEventListener('message', (event) => note(1, data(event)));
      source.onmessage = (event) => note(2, data(event));
      source.addEventListener('message', (event) => note(3, data(event)));
    },
    ['1 a', '2 a', '3 a', '1 b', '2 b', '3 b'],
  ),
  listeners(
    'a handler that is replaced keeps its place',
    (source, note) => {
      source.onmessage = () => note('replaced');
      source.addEventListener('message', (event) => note(2, data(event)));
      source.onmessage = (event) => note(1, data(event));
    },
    ['1 a', '2 a', '1 b', '2 b'],
  ),
  listeners(
    'a handler that is removed and set again comes last',
    (source, note) => {
      source.onmessage = () => note('removed');
      source.addEventListener('message', (event) => note(1, data(event)));
      source.onmessage = null;
      source.onmessage = (event) => note(2, data(event));
    },
    ['1 a', '2 a', '1 b', '2 b'],
  ),
  listeners(
    'a handler replaced in an earlier listener is the new one',
    (source, note) => {
      source.addEventListener('message', () => {
        source.onmessage = (event) => note('new', data(event));
      });
      source.onmessage = (event) => note('old', data(event));
    },
    ['new a', 'new b'],
  ),
  listeners(
    'a handler of null is no handler',
    (source, note) => {
      source.onmessage = () => note('removed');
      source.onmessage = null;
      note(source.onmessage);
    },
    ['null'],
  ),
  listeners(
    'a handler that is no object is null',
    (source, note) => {
      for (const value of ['alert()', 1, true, undefined, Symbol.iterator]) {
        source.onmessage = () => {};
        Reflect.set(source, 'onmessage', value);
        note(source.onmessage);
      }
    },
    ['null', 'null', 'null', 'null', 'null'],
  ),
  listeners(
    'a handler that is an object and no function is kept, and does nothing',
    (source, note) => {
      const handler = { handleEvent: () => note('called') };
      Reflect.set(source, 'onmessage', handler);
      note((source.onmessage as unknown) === handler);
    },
    ['true'],
  ),
  listeners(
    'the same function may be both handler and listener',
    (source, note) => {
      const listener = (event: Event) => note(data(event));
      source.onmessage = listener;
      source.addEventListener('message', listener);
    },
    ['a', 'a', 'b', 'b'],
  ),
  listeners(
    'a listener added twice runs once',
    (source, note) => {
      const listener = (event: Event) => note(data(event));
      source.addEventListener('message', listener);
      source.addEventListener('message', listener, { once: true });
      source.addEventListener('message', listener, false);
    },
    ['a', 'b'],
  ),
  listeners(
    'a listener for capture and one without are two, capture first',
    (source, note) => {
      const listener = (event: Event) => note(data(event));
      source.addEventListener('message', (event) => note('bubble', data(event)));
      source.addEventListener('message', (event) => note('capture', data(event)), true);
      source.addEventListener('message', listener);
      source.addEventListener('message', listener, true);
    },
    ['capture a', 'a', 'bubble a', 'a', 'capture b', 'b', 'bubble b', 'b'],
  ),
  listeners(
    'once runs once',
    (source, note) => {
      source.addEventListener('message', (event) => note(data(event)), { once: true });
    },
    ['a'],
  ),
  listeners(
    'a signal removes its listener',
    (source, note) => {
      const controller = new AbortController();
      const { signal } = controller;
      const listener = (event: Event) => {
        note(data(event));
        controller.abort();
      };
      source.addEventListener('message', listener, { signal });
    },
    ['a'],
  ),
  listeners(
    'a listener with an aborted signal is not added',
    (source, note) => {
      source.addEventListener('message', () => note('called'), { signal: AbortSignal.abort() });
    },
    [],
  ),
  listeners(
    'an object’s handleEvent is called on the object, and looked up each time',
    (source, note) => {
      const listener = {
        handleEvent(this: object, event: Event) {
          note(this === listener, data(event));
          this_.handleEvent = (next) => note('changed', data(next));
        },
      };
      const this_: { handleEvent(event: Event): void } = listener;
      source.addEventListener('message', listener);
    },
    ['true a', 'changed b'],
  ),
  listeners(
    'a listener of null is allowed, and nothing',
    (source, note) => {
      source.addEventListener('message', null as unknown as EventListener);
      source.removeEventListener('message', null as unknown as EventListener);
      note('fine');
    },
    ['fine'],
  ),
  listeners(
    'a listener that is neither null nor an object is a TypeError',
    (source, note) => {
      try {
        source.addEventListener('message', 'alert()' as unknown as EventListener);
      } catch (error) {
        note((error as Error).name);
      }
    },
    ['TypeError'],
  ),
  listeners(
    'a removed listener does not run',
    (source, note) => {
      const listener = () => note('called');
      source.addEventListener('message', listener);
      source.removeEventListener('message', listener, true);
      source.removeEventListener('message', listener);
    },
    [],
  ),
  listeners(
    'a listener removed during dispatch does not run any more',
    (source, note) => {
      const second = () => note('second');
      source.addEventListener('message', (event) => {
        note('first', data(event));
        source.removeEventListener('message', second);
      });
      source.addEventListener('message', second);
    },
    ['first a', 'first b'],
  ),
  listeners(
    'a listener added during dispatch runs from the next event on',
    (source, note) => {
      const second = (event: Event) => note('second', data(event));
      source.addEventListener('message', () => source.addEventListener('message', second));
    },
    ['second b'],
  ),
  listeners(
    'stopImmediatePropagation stops the listeners that follow',
    (source, note) => {
      source.addEventListener('message', (event) => {
        note('first', data(event));
        if (data(event) === 'a') event.stopImmediatePropagation();
      });
      source.addEventListener('message', (event) => note('second', data(event)));
    },
    ['first a', 'first b', 'second b'],
  ),
  listeners(
    'stopPropagation stops nothing at the target itself',
    (source, note) => {
      source.addEventListener('message', (event) => event.stopPropagation());
      source.addEventListener('message', (event) => note(data(event)));
    },
    ['a', 'b'],
  ),
  listeners(
    'this is the source in functions, and currentTarget',
    (source, note) => {
      source.onmessage = function (event) {
        note(this === source, event.currentTarget === source);
      };
      source.addEventListener(
        'message',
        function (event) {
          note(this === source, event.currentTarget === source);
        },
        { once: true },
      );
    },
    ['true true', 'true true', 'true true'],
  ),
  listeners(
    'every listener gets the same event',
    (source, note) => {
      let first: Event | undefined;
      source.onmessage = (event) => {
        first = event;
      };
      source.addEventListener('message', (event) => note(event === first));
    },
    ['true', 'true'],
  ),
  {
    name: 'a listener that throws is reported, and stops nothing',
    when: async ({ serve, open, note }) => {
      const { url } = await serve([eventStream('data: a\n\ndata: b\n\n', end)]);
      await reported(note, async () => {
        const source = open(url);
        source.onopen = () => {
          throw new Error('in open');
        };
        source.onmessage = (event) => {
          throw new Error(`in message ${event.data}`);
        };
        source.addEventListener('message', (event) => note('next', event.data));
        await new Promise<void>((resolve) => {
          source.onerror = () => {
            source.close();
            resolve();
          };
        });
      });
    },
    then: [
      'open OPEN',
      'reported in open',
      '"a"',
      'reported in message a',
      'next a',
      '"b"',
      'reported in message b',
      'next b',
      'error CONNECTING',
    ],
  },
  listeners(
    'promises settle between two events',
    (source, note) => {
      source.onmessage = async (event) => {
        note('listener', data(event));
        await null;
        note('promise', data(event));
      };
    },
    ['listener a', 'promise a', 'listener b', 'promise b'],
  ),
  listeners(
    'promises settle between two listeners of one event',
    (source, note) => {
      const once = { once: true };
      source.addEventListener('message', () => queueMicrotask(() => note('promise')), once);
      source.addEventListener('message', () => note('second'), once);
    },
    ['promise', 'second'],
  ),
  {
    name: 'open and error go to on… attributes as well',
    when: async ({ serve, EventSource, note }) => {
      const { url } = await serve([eventStream(end)]);
      const source = new EventSource(url);
      source.onopen = (event) => note('onopen', event.type);
      await new Promise<void>((resolve) => {
        source.onerror = (event) => {
          note('onerror', event.type);
          source.close();
          resolve();
        };
      });
    },
    then: ['onopen open', 'onerror error'],
  },
  {
    name: 'an event that the page dispatches runs each listener once, untrusted',
    when: ({ EventSource, origin, note }) => {
      const source = new EventSource(`${origin}/stream/none`);
      source.addEventListener('mine', (event) => note('listener', event.isTrusted));
      source.onmessage = (event) => note('handler', event.data, event.isTrusted);
      note(source.dispatchEvent(new Event('mine')));
      note(source.dispatchEvent(new MessageEvent('message', { data: 'a' })));
      source.close();
    },
    then: ['listener false', 'true', 'handler a false', 'true'],
  },
  {
    name: 'a cancelled event that the page dispatches is reported as such',
    when: ({ EventSource, origin, note }) => {
      const source = new EventSource(`${origin}/stream/none`);
      source.addEventListener('mine', (event) => event.preventDefault());
      note(source.dispatchEvent(new Event('mine', { cancelable: true })));
      source.close();
    },
    then: ['false'],
  },
];
