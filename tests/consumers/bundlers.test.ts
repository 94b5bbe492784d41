import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPage } from './build-page.ts';
import { bundlers } from './bundlers/all.ts';
import { serveConsumer } from './consumer-server.ts';
import { openVisitor, type Visitor } from './visitor.ts';

let visitor: Visitor;
beforeAll(async () => {
  visitor = await openVisitor('chromium');
});
afterAll(() => visitor.close());

test.for(bundlers)('$name builds it without configuration, and events come', async (bundler) => {
  const server = await serveConsumer(await buildPage(bundler, 'main'));
  try {
    visitor.visit(server.origin);
    expect(await server.report).toEqual({ data: 'secret 7' });
  } finally {
    await server.close();
  }
});
