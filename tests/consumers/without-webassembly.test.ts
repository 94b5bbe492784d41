import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPage } from './build-page.ts';
import { bundlers } from './bundlers/all.ts';
import { openVisitor, showPage, type Visitor } from './visitor.ts';

let visitor: Visitor;
beforeAll(async () => {
  visitor = await openVisitor('chromium');
});
afterAll(() => visitor.close());

test.for(bundlers)(
  '$name takes the fallback along, and only those load it who need it',
  async (bundler) => {
    const folder = await buildPage(bundler, 'main');
    const loaded: Record<string, number> = {};
    for (const query of ['', '?without-webassembly']) {
      const { report, scripts } = await showPage(visitor, folder, { query });
      expect(report).toEqual({ data: 'secret 7' });
      loaded[query] = scripts.size;
    }
    expect(loaded['?without-webassembly']).toBeGreaterThan(loaded['']);
  },
);
