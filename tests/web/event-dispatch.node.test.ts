import { inspect } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { TestTarget } from './event-dispatch/program-targets.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

test('where there is no reportError, what a listener throws becomes an error that nobody caught', () => {
  const tasks: (() => void)[] = [];
  vi.stubGlobal('reportError', undefined);
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
});

test("Node's console prints an event of the stream", () => {
  expect(inspect(new TestTarget().fireMessage('hello'))).toMatch(/^MessageEvent \{[\s\S]*'hello'/);
  expect(inspect(new TestTarget().fireOpen())).toMatch(/^Event \{[\s\S]*'open'/);
});

describe('where there are neither events nor event targets', () => {
  test('importing the modules throws nothing and leaves nothing behind', async () => {
    const { outputFiles } = await build({
      entryPoints: ['web/events/dispatch.ts'],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'library',
      target: 'es2022',
    });
    const context = createContext({});
    runInContext(outputFiles[0].text, context);
    expect(runInContext('typeof EventTarget + typeof Event + typeof performance', context)).toBe(
      'undefinedundefinedundefined',
    );
    expect(runInContext('typeof library.fireMessage', context)).toBe('function');
    expect(Object.keys(context)).toEqual(['library']);
  });
});
