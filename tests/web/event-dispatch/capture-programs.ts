// WHATWG DOM 2.9: at the target, too, a dispatch calls the capture listeners first, then the
// others. Chromium does so for nodes, and calls those of other targets in one order; WebKit does so
// for all, but does not look in between whether the propagation was stopped.

import type { ListenerProgram } from './listener-program.ts';

export const capturePrograms: readonly ListenerProgram[] = [
  {
    name: 'capture listeners are called before the others',
    run({ target, fire, sayer }) {
      target.addEventListener('message', sayer('a'));
      target.addEventListener('message', sayer('b'), true);
      target.addEventListener('message', sayer('c'));
      target.addEventListener('message', sayer('d'), { capture: true });
      fire();
    },
    says: ['b', 'd', 'a', 'c'],
    deviations: {
      chromium: { of: 'dispatch', says: ['a', 'b', 'c', 'd'] },
    },
  },
  {
    name: 'a listener that a capture listener adds is called for the same event',
    run({ target, fire, say, sayer }) {
      const late = sayer('late');
      target.addEventListener(
        'message',
        () => {
          say('capture');
          target.addEventListener('message', late);
        },
        true,
      );
      fire();
    },
    says: ['capture', 'late'],
    deviations: {
      chromium: { of: 'dispatch', says: ['capture'] },
    },
  },
  {
    name: 'a capture listener that a capture listener adds waits for the next event',
    run({ target, fire, say, sayer }) {
      const late = sayer('late');
      target.addEventListener(
        'message',
        () => {
          say('capture');
          target.addEventListener('message', late, true);
        },
        true,
      );
      fire();
    },
    says: ['capture'],
  },
  {
    name: 'stopPropagation in a capture listener keeps the event from the others, but not from capture listeners',
    run({ target, fire, say, sayer }) {
      target.addEventListener('message', sayer('no'));
      target.addEventListener(
        'message',
        (event) => {
          say('a');
          event.stopPropagation();
        },
        true,
      );
      target.addEventListener('message', sayer('b'), true);
      fire();
    },
    says: ['a', 'b'],
    deviations: {
      chromium: { of: 'dispatch', says: ['no', 'a', 'b'] },
      webkit: { of: 'dispatch', says: ['a', 'b', 'no'] },
    },
  },
  {
    name: 'cancelBubble in a capture listener is the same as stopPropagation, and cannot be taken back',
    run({ target, fire, say, sayer }) {
      target.addEventListener('message', sayer('no'));
      target.addEventListener(
        'message',
        (event) => {
          event.cancelBubble = true;
          event.cancelBubble = false;
          say('a', event.cancelBubble);
        },
        true,
      );
      fire();
    },
    says: ['a true'],
    deviations: {
      chromium: { of: 'dispatch', says: ['no', 'a true'] },
      webkit: { of: 'dispatch', says: ['a true', 'no'] },
    },
  },
  {
    name: 'stopImmediatePropagation in a capture listener keeps the event from everyone else',
    run({ target, fire, say, sayer }) {
      target.addEventListener(
        'message',
        (event) => {
          say('a');
          event.stopImmediatePropagation();
        },
        true,
      );
      target.addEventListener('message', sayer('no'), true);
      target.addEventListener('message', sayer('no'));
      fire();
    },
    says: ['a'],
  },
  {
    name: 'the phase is AT_TARGET for capture listeners, too',
    run({ target, fire, say }) {
      target.addEventListener('message', (event) => say(event.eventPhase), true);
      target.addEventListener('message', (event) => say(event.eventPhase));
      fire();
    },
    says: ['2', '2'],
  },
];
