// The conformance table, played in Node; in browsers: tests/web/conformance.
import { afterAll, expect, inject, test, vi } from 'vitest';
import { EventSource } from '../../web/index.ts';
import { cases } from './conformance/cases.ts';
import { expectation } from './conformance/deviations.ts';
import { runCase } from './conformance/run-case.ts';

const [origin, otherOrigin] = inject('origins');
const surroundings = {
  scope: 'window',
  origin,
  otherOrigin,
  control: origin,
  limit: 15_000,
} as const;

// What Node lacks and the cases use: an address, and a global scope that hears of exceptions.
const scope = new EventTarget();
vi.stubGlobal('location', new URL(`${origin}/conformance/page`));
vi.stubGlobal('addEventListener', scope.addEventListener.bind(scope));
vi.stubGlobal('removeEventListener', scope.removeEventListener.bind(scope));
vi.stubGlobal('reportError', (error: unknown) => {
  scope.dispatchEvent(Object.assign(new Event('error'), { error }));
});
afterAll(() => {
  vi.unstubAllGlobals();
});

test.concurrent.for(cases.map((each) => [each.name, each] as const))('%s', async ([, each]) => {
  const noted = await runCase(each, {
    EventSource: EventSource as unknown as typeof globalThis.EventSource,
    ...surroundings,
  });
  expect(noted).toEqual(expectation(each, 'ours', 'node', 'window'));
});
