// WHATWG HTML 8.1.8.1: event handler IDL attributes.

import type { ListenerProgram } from './listener-program.ts';

export const handlerPrograms: readonly ListenerProgram[] = [
  {
    name: 'an event handler is null at first and gives back what it was set to',
    run({ target, say, sayer }) {
      const a = sayer('a');
      const object = {};
      say(target.onmessage);
      target.onmessage = a;
      say(target.onmessage === a);
      target.onmessage = object;
      say(target.onmessage === object);
      target.onmessage = null;
      say(target.onmessage);
    },
    says: ['null', 'true', 'true', 'null'],
  },
  {
    name: 'what is not an object sets an event handler to null',
    run({ target, fire, say, sayer }) {
      for (const value of [undefined, 1, 'x', true, Symbol(), 1n]) {
        target.onmessage = sayer('no');
        target.onmessage = value;
        say(target.onmessage);
      }
      fire();
    },
    says: new Array(6).fill('null'),
  },
  {
    name: 'an event handler is called with the target as this and the event as its only argument',
    run({ target, fire, say }) {
      target.onmessage = function (this: unknown, ...args: unknown[]) {
        say(this === target, args.length, (args[0] as MessageEvent).data);
      };
      fire();
    },
    says: ['true 1 x'],
  },
  {
    name: 'an object that cannot be called does nothing, not even with a handleEvent',
    run({ target, fire, say, sayer }) {
      target.onmessage = { handleEvent: sayer('no') };
      fire();
      say('end');
    },
    says: ['end'],
  },
  {
    name: 'an event handler has its turn where it was first set, whatever it is set to later',
    run({ target, fire, sayer }) {
      target.addEventListener('message', sayer('a'));
      target.onmessage = sayer('no');
      target.addEventListener('message', sayer('c'));
      target.onmessage = sayer('b');
      fire();
    },
    says: ['a', 'b', 'c'],
  },
  {
    name: 'an object that cannot be called keeps the turn of an event handler',
    run({ target, fire, sayer }) {
      target.onmessage = {};
      target.addEventListener('message', sayer('b'));
      target.onmessage = sayer('a');
      fire();
    },
    says: ['a', 'b'],
  },
  {
    name: 'an event handler that was null in between comes last',
    run({ target, fire, sayer }) {
      target.onmessage = sayer('a');
      target.addEventListener('message', sayer('b'));
      target.onmessage = null;
      target.onmessage = sayer('c');
      fire();
    },
    says: ['b', 'c'],
  },
  {
    name: 'an event handler comes after capture listeners',
    run({ target, fire, sayer }) {
      target.onmessage = sayer('b');
      target.addEventListener('message', sayer('a'), true);
      fire();
    },
    says: ['a', 'b'],
    deviations: {
      chromium: { of: 'dispatch', says: ['b', 'a'] },
    },
  },
  {
    name: 'a function can be event handler and listener at once',
    run({ target, fire, sayer }) {
      const a = sayer('a');
      target.onmessage = a;
      target.addEventListener('message', a);
      fire();
      target.removeEventListener('message', a);
      fire();
    },
    says: ['a', 'a', 'a'],
  },
  {
    name: 'removeEventListener does not remove an event handler',
    run({ target, fire, sayer }) {
      const a = sayer('a');
      target.onmessage = a;
      target.removeEventListener('message', a);
      fire();
    },
    says: ['a'],
  },
  {
    name: 'an event handler that is replaced during the dispatch is called as replaced',
    run({ target, fire, sayer }) {
      target.addEventListener('message', () => {
        target.onmessage = sayer('new');
      });
      target.onmessage = sayer('old');
      fire();
    },
    says: ['new'],
  },
  {
    name: 'an event handler that is set to null during the dispatch is not called',
    run({ target, fire, sayer }) {
      target.addEventListener('message', () => {
        target.onmessage = null;
      });
      target.onmessage = sayer('no');
      target.addEventListener('message', sayer('b'));
      fire();
    },
    says: ['b'],
  },
  {
    name: 'an event handler that is set during the dispatch waits for the next event',
    run({ target, fire, sayer }) {
      target.addEventListener('message', () => {
        target.onmessage = sayer('late');
      });
      fire();
      fire();
    },
    says: ['late'],
  },
  {
    name: 'an event handler can replace itself',
    run({ target, fire, say, sayer }) {
      target.onmessage = () => {
        say('first');
        target.onmessage = sayer('second');
      };
      fire();
      fire();
    },
    says: ['first', 'second'],
  },
  {
    name: 'what an event handler throws is reported',
    run({ target, fire, sayer }) {
      target.onmessage = () => {
        throw new RangeError('a');
      };
      target.addEventListener('message', sayer('b'));
      fire();
    },
    says: ['reported RangeError', 'b'],
  },
  {
    name: 'an event handler that returns false does not prevent the default of an event that has none',
    run({ target, fire, say }) {
      target.onmessage = () => false;
      const event = fire();
      say(event.defaultPrevented, event.returnValue);
    },
    says: ['false true'],
  },
];
