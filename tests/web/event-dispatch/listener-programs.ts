// WHATWG DOM 2.7 and 2.9: the list of listeners, and what becomes of it during a dispatch.

import type { ListenerProgram } from './listener-program.ts';

export const listenerPrograms: readonly ListenerProgram[] = [
  {
    name: 'listeners are called in the order in which they were added',
    run({ target, fire, sayer }) {
      for (const name of ['a', 'b', 'c']) target.addEventListener('message', sayer(name));
      fire();
    },
    says: ['a', 'b', 'c'],
  },
  {
    name: 'a listener for another type is not called',
    run({ target, fire, sayer }) {
      target.addEventListener('messages', sayer('no'));
      target.addEventListener('Message', sayer('no'));
      target.addEventListener('', sayer('no'));
      fire();
    },
    says: [],
  },
  {
    name: 'a listener is called for every event',
    run({ target, fire, sayer }) {
      target.addEventListener('message', sayer('a'));
      fire();
      fire();
    },
    says: ['a', 'a'],
  },
  {
    name: 'a listener that is added twice is called once, at its first place',
    run({ target, fire, sayer }) {
      const a = sayer('a');
      target.addEventListener('message', a);
      target.addEventListener('message', sayer('b'));
      target.addEventListener('message', a, { once: true });
      target.addEventListener('message', a, false);
      fire();
      fire();
    },
    says: ['a', 'b', 'a', 'b'],
  },
  {
    name: 'a listener for both capture and not is called twice',
    run({ target, fire, sayer }) {
      const a = sayer('a');
      target.addEventListener('message', a, true);
      target.addEventListener('message', a, { capture: false });
      fire();
    },
    says: ['a', 'a'],
  },
  {
    name: 'a removed listener is not called',
    run({ target, fire, sayer }) {
      const a = sayer('a');
      target.addEventListener('message', a);
      target.addEventListener('message', sayer('b'));
      target.removeEventListener('message', a);
      fire();
    },
    says: ['b'],
  },
  {
    name: 'removal matches type, callback and capture, and nothing else',
    run({ target, fire, say, sayer }) {
      const a = sayer('a');
      target.addEventListener('message', a, { once: true, passive: true });
      target.removeEventListener('message', a, true);
      target.removeEventListener('messages', a);
      target.removeEventListener('message', sayer('a'));
      fire();
      target.addEventListener('message', a, { once: true, passive: true });
      target.removeEventListener('message', a);
      fire();
      say('end');
    },
    says: ['a', 'end'],
  },
  {
    name: 'a listener that was removed and added again comes last',
    run({ target, fire, sayer }) {
      const a = sayer('a');
      target.addEventListener('message', a);
      target.addEventListener('message', sayer('b'));
      target.removeEventListener('message', a);
      target.addEventListener('message', a);
      fire();
    },
    says: ['b', 'a'],
  },
  {
    name: 'null and undefined are no listeners',
    run({ target, fire, say }) {
      target.addEventListener('message', null);
      target.addEventListener('message', undefined as never);
      target.removeEventListener('message', null);
      fire();
      say('end');
    },
    says: ['end'],
  },
  {
    name: 'a listener with once is called once',
    run({ target, fire, sayer }) {
      target.addEventListener('message', sayer('a'), { once: true });
      target.addEventListener('message', sayer('b'));
      fire();
      fire();
    },
    says: ['a', 'b', 'b'],
  },
  {
    name: 'a listener with once is removed before it is called, so it can add itself again',
    run({ target, fire, say }) {
      const again = () => {
        say('again');
        target.addEventListener('message', again, { once: true });
      };
      target.addEventListener('message', again, { once: true });
      fire();
      fire();
    },
    says: ['again', 'again'],
  },
  {
    name: 'a listener with once that fires an event itself is not called for that',
    run({ target, fire, say, sayer }) {
      target.addEventListener(
        'message',
        () => {
          say('a');
          fire();
        },
        { once: true },
      );
      target.addEventListener('message', sayer('b'));
      fire();
    },
    says: ['a', 'b', 'b'],
  },
  {
    name: 'a listener that is removed during the dispatch is not called any more',
    run({ target, fire, say, sayer }) {
      const b = sayer('b');
      target.addEventListener('message', () => {
        say('a');
        target.removeEventListener('message', b);
      });
      target.addEventListener('message', b);
      target.addEventListener('message', sayer('c'));
      fire();
    },
    says: ['a', 'c'],
  },
  {
    name: 'a listener that removes itself leaves the others their turn',
    run({ target, fire, say, sayer }) {
      const a = () => {
        say('a');
        target.removeEventListener('message', a);
      };
      target.addEventListener('message', a);
      target.addEventListener('message', sayer('b'));
      target.addEventListener('message', sayer('c'));
      fire();
      fire();
    },
    says: ['a', 'b', 'c', 'b', 'c'],
  },
  {
    name: 'a listener that removes one before it disturbs nothing',
    run({ target, fire, say, sayer }) {
      const a = sayer('a');
      target.addEventListener('message', a);
      target.addEventListener('message', () => {
        say('b');
        target.removeEventListener('message', a);
      });
      target.addEventListener('message', sayer('c'));
      fire();
      fire();
    },
    says: ['a', 'b', 'c', 'b', 'c'],
  },
  {
    name: 'a listener that is added during the dispatch waits for the next event',
    run({ target, fire, say, sayer }) {
      const late = sayer('late');
      target.addEventListener('message', () => {
        say('a');
        target.addEventListener('message', late);
      });
      fire();
      fire();
    },
    says: ['a', 'a', 'late'],
  },
  {
    name: 'a listener that is removed and added again during the dispatch waits for the next event',
    run({ target, fire, say, sayer }) {
      const b = sayer('b');
      target.addEventListener('message', () => {
        say('a');
        target.removeEventListener('message', b);
        target.addEventListener('message', b);
      });
      target.addEventListener('message', b);
      fire();
    },
    says: ['a'],
  },
  {
    name: 'an event that a listener fires is dispatched at once, within the dispatch of the first',
    run({ target, fire, say, sayer }) {
      let depth = 0;
      target.addEventListener('message', () => {
        say(`a${depth}`);
        if (depth++ === 0) fire();
      });
      target.addEventListener('message', sayer('b'));
      fire();
    },
    says: ['a0', 'a1', 'b', 'b'],
  },
  {
    name: 'a listener that an inner event adds is not called for the outer one',
    run({ target, fire, say, sayer }) {
      let depth = 0;
      target.addEventListener('message', () => {
        say(`a${depth}`);
        if (depth++ === 0) fire();
        else target.addEventListener('message', sayer('late'));
      });
      fire();
    },
    says: ['a0', 'a1'],
  },
  {
    name: 'a signal that has been aborted keeps the listener from being added',
    run({ target, fire, sayer }) {
      target.addEventListener('message', sayer('no'), { signal: AbortSignal.abort() });
      fire();
    },
    says: [],
  },
  {
    name: 'a signal removes its listeners when it is aborted',
    run({ target, fire, sayer }) {
      const controller = new AbortController();
      const { signal } = controller;
      target.addEventListener('message', sayer('a'), { signal });
      target.addEventListener('message', sayer('b'), { signal, once: true });
      target.addEventListener('message', sayer('c'));
      target.addEventListener('message', sayer('d'), { signal, capture: true });
      controller.abort();
      fire();
    },
    says: ['c'],
  },
  {
    name: 'a signal that is aborted during the dispatch removes its listeners at once',
    run({ target, fire, say, sayer }) {
      const controller = new AbortController();
      const { signal } = controller;
      target.addEventListener(
        'message',
        () => {
          say('a');
          controller.abort();
        },
        { signal },
      );
      target.addEventListener('message', sayer('b'), { signal });
      target.addEventListener('message', sayer('c'));
      fire();
      fire();
    },
    says: ['a', 'c', 'c'],
  },
  {
    name: 'a listener that its signal removed can be added anew',
    run({ target, fire, sayer }) {
      const a = sayer('a');
      const controller = new AbortController();
      target.addEventListener('message', a, { signal: controller.signal });
      controller.abort();
      target.addEventListener('message', a);
      fire();
    },
    says: ['a'],
  },
  {
    name: 'a listener that was removed and added anew no longer heeds its first signal',
    run({ target, fire, sayer }) {
      const a = sayer('a');
      const controller = new AbortController();
      target.addEventListener('message', a, { signal: controller.signal });
      target.removeEventListener('message', a);
      target.addEventListener('message', a);
      controller.abort();
      fire();
    },
    says: ['a'],
    deviations: {
      chromium: { of: 'list', says: [] },
    },
  },
  {
    name: 'stopImmediatePropagation keeps the event from all that follow',
    run({ target, fire, say, sayer }) {
      target.addEventListener('message', sayer('a'));
      target.addEventListener('message', (event) => {
        say('b');
        event.stopImmediatePropagation();
      });
      target.addEventListener('message', sayer('c'));
      fire();
    },
    says: ['a', 'b'],
  },
  {
    name: 'stopPropagation does not keep the event from the other listeners of the target',
    run({ target, fire, say, sayer }) {
      target.addEventListener('message', (event) => {
        say('a');
        event.stopPropagation();
      });
      target.addEventListener('message', sayer('b'));
      fire();
    },
    says: ['a', 'b'],
  },
];
