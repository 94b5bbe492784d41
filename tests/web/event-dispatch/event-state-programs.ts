// WHATWG DOM 2.2: what an event says of itself during and after its dispatch.

import type { ListenerProgram, ProgramTarget } from './listener-program.ts';

function state(event: Event, target: ProgramTarget): unknown[] {
  return [
    event.target === target,
    event.srcElement === target,
    event.currentTarget === target ? 'at target' : event.currentTarget,
    event.eventPhase,
    event.composedPath().length,
    event.composedPath()[0] === target,
    event.cancelBubble,
  ];
}

export const eventStatePrograms: readonly ListenerProgram[] = [
  {
    name: 'an event knows its target during the dispatch, and only the target after it',
    run({ target, fire, say }) {
      target.addEventListener('message', (event) => say(...state(event, target)));
      say(...state(fire(), target));
    },
    says: ['true true at target 2 1 true false', 'true true null 0 0 false false'],
  },
  {
    name: 'an event that nobody listens to has been dispatched all the same',
    run({ target, fire, say }) {
      say(...state(fire(), target));
    },
    says: ['true true null 0 0 false false'],
  },
  {
    name: 'an event is still at its target after an event within its dispatch',
    run({ target, fire, say }) {
      let outer: Event | undefined;
      target.addEventListener('message', (event) => {
        if (outer) return;
        outer = event;
        say(...state(fire(), target));
        say(...state(event, target));
      });
      fire();
    },
    says: ['true true null 0 0 false false', 'true true at target 2 1 true false'],
  },
  {
    name: 'composedPath gives an array of its own each time',
    run({ target, fire, say }) {
      target.addEventListener('message', (event) => {
        event.composedPath().push(target);
        say(event.composedPath().length);
      });
      fire();
    },
    says: ['1'],
  },
  {
    name: 'cancelBubble tells whether the propagation was stopped, until the dispatch is over',
    run({ target, fire, say }) {
      for (const stop of ['stopPropagation', 'stopImmediatePropagation'] as const) {
        target.addEventListener(
          'message',
          (event) => {
            say(event.cancelBubble);
            event[stop]();
            say(event.cancelBubble);
          },
          { once: true },
        );
        say(fire().cancelBubble);
      }
    },
    says: ['false', 'true', 'false', 'false', 'true', 'false'],
    deviations: {
      chromium: { of: 'event', says: ['false', 'true', 'true', 'false', 'true', 'true'] },
    },
  },
  {
    name: 'the default cannot be prevented',
    run({ target, fire, say }) {
      target.addEventListener('message', (event) => {
        event.preventDefault();
        event.returnValue = false;
        say(event.cancelable, event.defaultPrevented, event.returnValue);
      });
      fire();
    },
    says: ['false false true'],
  },
  {
    name: 'initEvent and initMessageEvent do nothing during the dispatch',
    run({ target, fire, say }) {
      target.addEventListener('message', (event) => {
        event.initEvent('other', true, true);
        (event as MessageEvent).initMessageEvent?.('other', true, true, 'y');
        say(event.type, event.bubbles, event.cancelable, (event as MessageEvent).data);
      });
      fire();
    },
    says: ['message false false x'],
  },
  {
    name: 'members cannot be assigned to',
    run({ target, fire, say }) {
      target.addEventListener('message', (event) => {
        for (const [name, value] of Object.entries({ data: 'y', type: 'y', target: 1 })) {
          try {
            (event as unknown as Record<string, unknown>)[name] = value;
            say('assigned', name);
          } catch (error) {
            say((error as Error).name);
          }
        }
        say(event.type, (event as MessageEvent).data, event.target === target);
      });
      fire();
    },
    says: ['TypeError', 'TypeError', 'TypeError', 'message x true'],
  },
];
