import { beforeAll, describe, expect, test } from 'vitest';
import { engines } from '../../support/browser-programs.ts';
import { runInBrowser } from './browser-run.ts';
import { scopes } from './case.ts';
import { cases, subjects } from './cases.ts';
import { expectation, unknownCases } from './deviations.ts';
import type { LaneResult } from './lane.ts';

const implementations = ['native', 'ours'];

test('the table has cases enough, each of a name of its own', () => {
  expect(cases.length).toBeGreaterThanOrEqual(150);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});

test('every deviation is of a case in the table', () => {
  expect(unknownCases()).toEqual([]);
});

describe.each(engines)('%s', (engine) => {
  let results: LaneResult[];
  beforeAll(async () => {
    results = await runInBrowser(engine, implementations);
  }, 420_000);

  describe.each(scopes)('%s', (scope) => {
    describe.each(implementations)('%s', (implementation) => {
      test.each(Object.keys(subjects))('%s', (subject) => {
        const result = results.find(
          (each) => each.scope === scope && each.implementation === implementation,
        );
        expect(result?.failure).toBeUndefined();
        const table = subjects[subject as keyof typeof subjects];
        const noted = table.map(({ name }) => [name, result?.outcome?.[name]]);
        const expected = table.map((each) => [
          each.name,
          expectation(each, implementation, engine, scope),
        ]);
        expect(Object.fromEntries(noted)).toEqual(Object.fromEntries(expected));
      });
    });
  });
});
