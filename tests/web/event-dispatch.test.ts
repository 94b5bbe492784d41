import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callbackPrograms } from './event-dispatch/callback-programs.ts';
import { capturePrograms } from './event-dispatch/capture-programs.ts';
import { eventStatePrograms } from './event-dispatch/event-state-programs.ts';
import { handlerPrograms } from './event-dispatch/handler-programs.ts';
import type {
  Deviation,
  Engine,
  ListenerProgram,
  ProgramTarget,
} from './event-dispatch/listener-program.ts';
import { listenerPrograms } from './event-dispatch/listener-programs.ts';
import { type Patch, patchEventTarget } from './event-dispatch/patched-event-target.ts';
import {
  createPlatformTarget,
  dispatchMessage,
  TestTarget,
} from './event-dispatch/program-targets.ts';
import { catchReports } from './event-dispatch/reports.ts';

const programs = [
  ...listenerPrograms,
  ...capturePrograms,
  ...callbackPrograms,
  ...handlerPrograms,
  ...eventStatePrograms,
];

function observe<Target extends ProgramTarget>(
  program: ListenerProgram,
  target: Target,
  fire: (target: Target) => MessageEvent,
): string[] {
  const said: string[] = [];
  const say = (...words: unknown[]) => void said.push(words.map(String).join(' '));
  const sayer = (name: string) => () => say(name);
  const release = catchReports((error) => say('reported', error.name));
  try {
    program.run({ target, fire: () => fire(target), say, sayer });
  } finally {
    release();
  }
  return said;
}

function engine(): Engine {
  const { userAgent } = navigator;
  if (userAgent.includes('Firefox/')) return 'firefox';
  return userAgent.includes('Chrome/') ? 'chromium' : 'webkit';
}

/** What a program says where some parts of the engine take part. */
function expected(program: ListenerProgram, ...parts: Deviation['of'][]): readonly string[] {
  const deviation = program.deviations?.[engine()];
  return deviation && parts.includes(deviation.of) ? deviation.says : program.says;
}

describe('events of the stream', () => {
  for (const program of programs) {
    test(program.name, () => {
      const said = observe(program, new TestTarget(), (target) => target.fireMessage());
      expect(said).toEqual(program.says);
    });
  }
});

// The rest goes through the engine's own dispatch. Node's has no place here: it reports exceptions
// later, and is not what this library runs on.
if ('EventSource' in globalThis) {
  describe('events of the stream, where addEventListener has been patched', () => {
    let patch: Patch;
    beforeEach(() => {
      patch = patchEventTarget();
    });
    afterEach(() => patch.undo());

    for (const program of programs) {
      test(program.name, () => {
        const said = observe(program, new TestTarget(), (target) => target.fireMessage());
        expect(said).toEqual(expected(program, 'dispatch'));
      });
    }
  });

  describe('events that a script dispatches at our target', () => {
    for (const program of programs) {
      test(program.name, () => {
        const said = observe(program, new TestTarget(), dispatchMessage);
        expect(said).toEqual(expected(program, 'dispatch', 'event'));
      });
    }
  });

  describe("the engine's own target", () => {
    for (const program of programs) {
      test(program.name, () => {
        const said = observe(program, createPlatformTarget(), dispatchMessage);
        expect(said).toEqual(expected(program, 'dispatch', 'event', 'list'));
      });
    }
  });
}
