// The blocks of docs/libraries.md do what they promise: in Chromium, or in Vitest.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runTests } from '../consumers/runners/test-project.ts';
import { vitestRunner } from '../consumers/runners/vitest-runner.ts';
import {
  type CodeBlock,
  codeBlocks,
  findBlock,
  needsLibraries,
  root,
} from '../docs/code-blocks.ts';
import { DocsServer, guarded, stream } from '../docs/docs-page.ts';
import { folder, overrides } from './install.ts';

const used = new Set<CodeBlock>();
const recipe = (heading: string, which?: number) => {
  const block = findBlock('docs/libraries.md', heading, which);
  used.add(block);
  return block;
};

let docs: DocsServer;
beforeAll(async () => {
  docs = await DocsServer.start(folder);
});
afterEach(() => docs.reset());
afterAll(() => docs.close());

const price = (value: number) => `id: ${value}\nevent: price\ndata: ${value}\n\n`;
const jobLog = 'data: a\n\ndata: b\n\n';
const dropped = (index: number) =>
  expect.poll(() => docs.requests[index].socket.destroyed, { timeout: 10_000 }).toBe(true);

test('tRPC: a subscription receives, and sends the token', async () => {
  const events = stream('event: connected\ndata: {}\n\nid: 1\ndata: 12\n\n');
  docs.handlers.set('/trpc/prices', guarded('secret', events));
  const page = await docs.run(recipe('tRPC'));
  expect(await page.shown(1)).toEqual([12]);
});

test('MCP: the override is that of the matrix', () => {
  const { overrides: documented } = JSON.parse(recipe('MCP').code);
  expect(documented).toEqual({ eventsource: 'npm:eventsource-wasm' });
  expect(Object.keys(documented)).toEqual(Object.keys(overrides('file:')));
});

test('OpenAI: a response is shown in pieces', async () => {
  const choice = (content: string) => `data: {"choices":[{"delta":{"content":"${content}"}}]}\n\n`;
  const events = stream(`${choice('Be')}${choice('cause')}data: [DONE]\n\n`);
  docs.handlers.set('/v1/chat/completions', guarded('secret', events));
  const block = recipe('OpenAI');
  // The SDK wants a whole URL; the page's origin is known only here.
  const code = block.code.replace("'/v1'", `'${docs.origin}/v1'`);
  const page = await docs.run({ ...block, code });
  expect(await page.ended()).toBe(true);
  expect(await page.shown(2)).toEqual(['Be', 'cause']);
  await dropped(0);
});

test('Vercel AI SDK: a message grows', async () => {
  const chunks = [
    { type: 'start', messageId: 'a' },
    { type: 'text-start', id: 't' },
    { type: 'text-delta', id: 't', delta: 'Be' },
    { type: 'text-delta', id: 't', delta: 'cause' },
    { type: 'text-end', id: 't' },
    { type: 'finish' },
  ];
  const text = chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('');
  docs.handlers.set('/chat', stream(`${text}data: [DONE]\n\n`, false));
  const page = await docs.run(recipe('Vercel AI SDK'));
  expect(await page.ended()).toBe(true);
  expect(await page.shown(1)).toContain('Because');
});

test('RxJS: events come, a cut connection is resumed, and a refusal is the error', async () => {
  docs.handlers.set('/prices', (request, response) => {
    if (docs.requests.length > 2) return void response.status(403).end();
    const next = Number(request.headers['last-event-id'] ?? 0) + 1;
    stream(`retry: 20\n${price(next)}`, false)(request, response);
  });
  const page = await docs.run(recipe('RxJS'));
  expect(await page.shown(3)).toEqual(['1', '2', 403]);
  expect(docs.requests[0].headers.authorization).toBe('Bearer secret');
});

test('Observable API: events come until the server refuses', async () => {
  docs.handlers.set('/prices', (request, response) => {
    if (docs.requests.length > 1) return void response.status(403).end();
    guarded('secret', stream(`retry: 20\n${price(1)}${price(2)}`, false))(request, response);
  });
  const page = await docs.run(recipe('Observable API', 0));
  expect(await page.shown(3)).toEqual(['1', '2', 'over']);
});

test('Observable API: RxJS takes the events', async () => {
  docs.handlers.set('/prices', stream(price(1) + price(2) + price(3) + price(4)));
  const page = await docs.run(recipe('Observable API', 1));
  expect(await page.shown(2)).toEqual(['1 2', '3 4']);
});

test('TanStack Query: the data grows, and the query succeeds when the stream ends', async () => {
  docs.handlers.set('/jobs/7/log', stream(jobLog, false));
  const page = await docs.run(recipe('TanStack Query'));
  await expect.poll(() => page.shown(1), { timeout: 10_000 }).toContain('idle a b');
});

test('VueUse: the composable receives', async () => {
  docs.handlers.set('/prices', stream(price(12)));
  const page = await docs.run(recipe('VueUse'));
  expect(await page.shown(1)).toEqual(['12: 12']);
});

test('Angular: the zone is entered for other prices only, and the source is closed', async () => {
  docs.handlers.set('/prices', stream(price(12) + price(12) + price(13)));
  const block = recipe('Angular');
  const more = `
    import { Injector, runInInjectionContext } from '@angular/core';
    const zone = new NgZone({});
    zone.onUnstable.subscribe(() => show('entered'));
    const injector = Injector.create({ providers: [{ provide: NgZone, useValue: zone }] });
    const price = zone.run(() => runInInjectionContext(injector, injectPrice));
    const watching = setInterval(() => {
      if (price() !== '13') return;
      clearInterval(watching);
      injector.destroy();
      show(price());
    });`;
  const page = await docs.run({ ...block, code: `import 'zone.js';\n${block.code}` }, more);
  // Once to set up, and once for each price.
  expect(await page.shown(4)).toEqual(['entered', 'entered', 'entered', '13']);
  await dropped(0);
});

test('Mock Service Worker: the test passes', async () => {
  const runner = vitestRunner(join(root, 'node_modules/vitest/vitest.mjs'), 'node', 'forks');
  const here = join(folder, 'recipes');
  mkdirSync(here, { recursive: true });
  const output = await runTests(here, recipe('Mock Service Worker').code, runner);
  expect(output).toContain('1 passed');
});

test('every block is run', () => {
  const unused = codeBlocks.filter(needsLibraries).filter((block) => !used.has(block));
  expect(unused).toEqual([]);
});
