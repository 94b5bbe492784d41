// Web IDL: the conversion of arguments, and how callbacks are called.

import type { ListenerProgram, Stage } from './listener-program.ts';

/** Says what `act` throws. */
function sayThrown({ say }: Stage, act: () => void): void {
  try {
    act();
    say('nothing thrown');
  } catch (error) {
    say((error as Error).name);
  }
}

/** A dictionary that says which members are read. */
function watched(stage: Stage, members: Record<string, unknown>): Record<string, unknown> {
  return new Proxy(members, {
    get(object, name) {
      stage.say(`get ${String(name)}`);
      return Reflect.get(object, name);
    },
  });
}

export const callbackPrograms: readonly ListenerProgram[] = [
  {
    name: 'a function is called with the target as this and the event as its only argument',
    run({ target, fire, say }) {
      target.addEventListener('message', function (this: unknown, ...args: unknown[]) {
        say(this === target, args.length, (args[0] as MessageEvent).data);
      });
      fire();
    },
    says: ['true 1 x'],
  },
  {
    name: 'all listeners are given the same event',
    run({ target, fire, say }) {
      const events = new Set<Event>();
      target.addEventListener('message', (event) => events.add(event));
      target.addEventListener('message', (event) => events.add(event), true);
      events.add(fire());
      say(events.size);
    },
    says: ['1'],
  },
  {
    name: 'an object is called by its handleEvent, with itself as this',
    run({ target, fire, say }) {
      const listener = {
        handleEvent(this: unknown, ...args: unknown[]) {
          say(this === listener, args.length, (args[0] as MessageEvent).data);
        },
      };
      target.addEventListener('message', listener);
      fire();
    },
    says: ['true 1 x'],
  },
  {
    name: 'handleEvent is looked up at every call, and not before',
    run({ target, fire, say, sayer }) {
      const listener = {
        get handleEvent() {
          say('get');
          return sayer('call');
        },
      };
      target.addEventListener('message', listener);
      say('added');
      fire();
      fire();
    },
    says: ['added', 'get', 'call', 'get', 'call'],
  },
  {
    name: 'a handleEvent that is set later is called',
    run({ target, fire, sayer }) {
      const listener: EventListenerObject = { handleEvent: sayer('first') };
      target.addEventListener('message', listener);
      listener.handleEvent = sayer('second');
      fire();
    },
    says: ['second'],
  },
  {
    name: 'a function with a handleEvent is called itself',
    run({ target, fire, sayer }) {
      target.addEventListener(
        'message',
        Object.assign(sayer('function'), { handleEvent: sayer('no') }),
      );
      fire();
    },
    says: ['function'],
  },
  {
    name: 'an object with once is called once, one that is removed never',
    run({ target, fire, sayer }) {
      const a = { handleEvent: sayer('a') };
      const b = { handleEvent: sayer('b') };
      target.addEventListener('message', a, { once: true });
      target.addEventListener('message', b);
      target.removeEventListener('message', b);
      fire();
      fire();
    },
    says: ['a'],
  },
  {
    name: 'an object without a callable handleEvent is reported as a TypeError, and the others are called',
    run({ target, fire, say, sayer }) {
      target.addEventListener('message', {} as never);
      target.addEventListener('message', { handleEvent: 1 } as never);
      target.addEventListener('message', sayer('b'));
      fire();
      say('end');
    },
    says: ['reported TypeError', 'reported TypeError', 'b', 'end'],
    deviations: {
      chromium: { of: 'list', says: ['b', 'end'] },
    },
  },
  {
    name: 'what a getter of handleEvent throws is reported',
    run({ target, fire, sayer }) {
      target.addEventListener('message', {
        get handleEvent(): () => void {
          throw new RangeError('no');
        },
      });
      target.addEventListener('message', sayer('b'));
      fire();
    },
    says: ['reported RangeError', 'b'],
  },
  {
    name: 'what a listener throws is reported at once and stops nothing',
    run({ target, fire, say, sayer }) {
      target.addEventListener('message', () => {
        throw new RangeError('a');
      });
      target.addEventListener('message', sayer('b'));
      target.addEventListener(
        'message',
        () => {
          throw new SyntaxError('c');
        },
        { once: true },
      );
      target.addEventListener('message', sayer('d'));
      fire();
      say('end');
      fire();
    },
    says: [
      'reported RangeError',
      'b',
      'reported SyntaxError',
      'd',
      'end',
      'reported RangeError',
      'b',
      'd',
    ],
  },
  {
    name: 'an event that was stopped by a listener that then throws stays stopped',
    run({ target, fire, sayer }) {
      target.addEventListener('message', (event) => {
        event.stopImmediatePropagation();
        throw new RangeError('a');
      });
      target.addEventListener('message', sayer('no'));
      fire();
    },
    says: ['reported RangeError'],
  },
  {
    name: 'what is neither function nor object is refused as a listener',
    run(stage) {
      for (const value of [1, 'x', true, Symbol(), 1n]) {
        sayThrown(stage, () => stage.target.addEventListener('message', value as never));
        sayThrown(stage, () => stage.target.removeEventListener('message', value as never));
      }
    },
    says: new Array(10).fill('TypeError'),
  },
  {
    name: 'type and listener have to be there',
    run(stage) {
      const target = stage.target as unknown as Record<string, (...args: unknown[]) => void>;
      sayThrown(stage, () => target.addEventListener());
      sayThrown(stage, () => target.addEventListener('message'));
      sayThrown(stage, () => target.removeEventListener('message'));
    },
    says: ['TypeError', 'TypeError', 'TypeError'],
  },
  {
    name: 'the type is converted to a string, once, before the options are read',
    run(stage) {
      const { target, fire, say, sayer } = stage;
      const type = {
        toString() {
          say('toString');
          return 'message';
        },
      } as unknown as string;
      target.addEventListener(type, sayer('a'), watched(stage, {}));
      fire();
      sayThrown(stage, () => target.addEventListener(Symbol() as never, sayer('no')));
    },
    says: ['toString', 'get capture', 'get once', 'get passive', 'get signal', 'a', 'TypeError'],
  },
  {
    name: 'each option is read once, capture first, then by name; capture alone for a removal',
    run(stage) {
      const { target, fire, say, sayer } = stage;
      const a = sayer('a');
      target.addEventListener('message', a, watched(stage, { capture: 1 }));
      say('remove');
      target.removeEventListener('message', a, watched(stage, { capture: 'yes' }));
      fire();
    },
    says: ['get capture', 'get once', 'get passive', 'get signal', 'remove', 'get capture'],
  },
  {
    name: 'options are read even when there is no listener',
    run(stage) {
      stage.target.addEventListener('message', null, watched(stage, {}));
    },
    says: ['get capture', 'get once', 'get passive', 'get signal'],
  },
  {
    name: 'what a getter of the options throws is thrown, and nothing is added',
    run(stage) {
      const { target, fire, sayer } = stage;
      const options = {
        get once(): boolean {
          throw new RangeError('no');
        },
      };
      sayThrown(stage, () => target.addEventListener('message', sayer('no'), options));
      fire();
    },
    says: ['RangeError'],
  },
  {
    name: 'options that are no object mean capture by their truth',
    run({ target, fire, say, sayer }) {
      const a = sayer('a');
      for (const [options, capture] of [
        ['x', true],
        [1, true],
        ['', false],
        [0, false],
        [null, false],
        [undefined, false],
      ] as [never, boolean][]) {
        target.addEventListener('message', a, options);
        target.removeEventListener('message', a, !capture);
        fire();
        target.removeEventListener('message', a, capture);
        fire();
        say(';');
      }
    },
    says: ['a', ';', 'a', ';', 'a', ';', 'a', ';', 'a', ';', 'a', ';'],
  },
  {
    name: 'a function is a dictionary of options, too',
    run({ target, fire, sayer }) {
      target.addEventListener(
        'message',
        sayer('a'),
        Object.assign(() => {}, { once: true }) as never,
      );
      fire();
      fire();
    },
    says: ['a'],
  },
  {
    name: 'a signal that is not an AbortSignal is refused, and nothing is added',
    run(stage) {
      const { target, fire, sayer } = stage;
      for (const signal of [null, {}, 1, new EventTarget()]) {
        sayThrown(stage, () =>
          target.addEventListener('message', sayer('no'), { signal } as never),
        );
      }
      fire();
    },
    says: ['TypeError', 'TypeError', 'TypeError', 'TypeError'],
  },
];
