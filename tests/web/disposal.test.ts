// [beyond the standard] `Symbol.dispose`, for `using`.
import { describe, expect, test } from 'vitest';
import { EventSource } from '../../web/index.ts';
import { open } from '../support/sources.ts';
import { silent } from '../support/stream-scenario.ts';
import { testWhere } from '../support/where.ts';

describe('Symbol.dispose', () => {
  testWhere(Symbol.dispose, 'the engine has no Symbol.dispose')('closes', async () => {
    const { source } = await open([silent]);
    source[Symbol.dispose]();
    expect(source.readyState).toBe(source.CLOSED);
  });

  test('leaves no property of another name where the engine lacks it', () => {
    expect('undefined' in EventSource.prototype).toBe(false);
  });
});
