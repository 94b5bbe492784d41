import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPage } from './build-page.ts';
import { bundlers } from './bundlers/all.ts';
import { majorOf, record } from './results.ts';
import { openVisitor, showPage, type Visitor } from './visitor.ts';

let visitor: Visitor;
beforeAll(async () => {
  visitor = await openVisitor('chromium');
});
afterAll(() => visitor.close());

/** Shows a built page: what it reports, and the bytes of script that it loaded, after brotli. */
async function show(folder: string) {
  const { report, scripts } = await showPage(visitor, folder);
  return { report, bytes: [...scripts.values()].reduce((sum, size) => sum + size, 0) };
}

test.for(bundlers)('$name builds it without configuration, and events come', async (bundler) => {
  const ours = await show(await buildPage(bundler, 'main'));
  expect(ours.report).toEqual({ data: 'secret 7' });
  const native = await show(await buildPage(bundler, 'native'));
  expect(native.report).toEqual({ data: 'no header 7' });

  record(`${bundler.name} ${majorOf(bundler.package)}`, ours.bytes - native.bytes);
});
