import { join } from 'node:path';
import { createServer } from 'vite';
import { expect, test } from 'vitest';
import { serveConsumer } from './consumer-server.ts';
import { consumers } from './install-package.ts';
import { majorOf, record } from './results.ts';
import { openVisitor } from './visitor.ts';

test("Vite's dev server serves it without configuration, and events come", async () => {
  const backend = await serveConsumer();
  const dev = await createServer({
    root: join(consumers, 'apps/page'),
    configFile: false,
    logLevel: 'warn',
    server: {
      host: '127.0.0.1',
      port: 0,
      proxy: { '/events': backend.origin, '/report': backend.origin },
    },
  });
  await dev.listen();
  const visitor = await openVisitor('chromium');
  try {
    visitor.visit(dev.resolvedUrls?.local[0] ?? '');
    expect(await backend.report).toEqual({ data: 'secret 7' });
    record(`Vite ${majorOf('vite')}, dev server`);
  } finally {
    await visitor.close();
    await dev.close();
    await backend.close();
  }
});
