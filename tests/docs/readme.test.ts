// The README's blocks do what it says, in Chromium, and links within the documentation lead somewhere.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ErrorEvent, EventSource } from '../../web/index.ts';
import { documents, findBlock, readDocument, root } from './code-blocks.ts';
import { DocsServer, guarded, stream } from './docs-page.ts';

const block = (heading: string) => findBlock('README.md', heading);

const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

describe('the README', () => {
  let docs: DocsServer;
  beforeAll(async () => {
    docs = await DocsServer.start();
  });
  afterEach(() => docs.reset());
  afterAll(() => docs.close());

  test('receives events with a header', async () => {
    docs.handlers.set('/prices', guarded('secret', stream('event: price\nid: 7\ndata: [12]\n\n')));
    const logged: string[] = [];
    const page = await docs.open();
    page.page.on('console', (message) => logged.push(message.text()));
    await docs.runOn(page, block('eventsource-wasm'));
    await expect.poll(() => logged, { timeout: 15_000 }).toEqual(['7 [12]']);
  });

  test('shows the login after a 401', async () => {
    docs.handlers.set('/prices', guarded('another', stream('')));
    const page = await docs.run(block('eventsource-wasm'));
    expect(await page.shown(1)).toEqual(['login']);
  });

  test('sends a POST again, resuming', async () => {
    docs.handlers.set('/chat', (request, response) => {
      stream('id: 3\nretry: 20\ndata: a\n\n', docs.requests.length === 2)(request, response);
    });
    await docs.run(block('Retries'));
    await expect.poll(() => docs.requests.length, { timeout: 15_000 }).toBe(2);
    expect(docs.requests.map(({ body }) => body)).toEqual([
      '{"resumeAfter":""}',
      '{"resumeAfter":"3"}',
    ]);
    expect(docs.requests[1].headers.authorization).toBe('Bearer secret');
  });

  test('leaves a loop', async () => {
    docs.handlers.set('/prices', stream('data: 1\n\nevent: price\ndata: 2\n\ndata: 3\n\n'));
    const page = await docs.run(block('Iteration'));
    expect(await page.ended()).toBe(true);
    expect(await page.shown(2)).toEqual(['message 1', 'price 2']);
  });
});

test('the README has every option in a row of its table, and no other', () => {
  const readme = readDocument('README.md');
  const [, table] = /^\| option \| default \| \|\n((?:\|.*\n)+)/m.exec(readme) ?? ['', ''];
  const names = [...table.matchAll(/^\| ([^|]*) \|/gm)].flatMap(([, cell]) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );
  expect(names.sort()).toEqual(Object.keys(EventSource.supportedOptions).sort());
});

test('the README names every property of an error event', () => {
  const [differences] = /^- \*\*Errors say why\.\*\*(?:.*\n)+?(?=- )/m.exec(
    readDocument('README.md'),
  ) ?? [''];
  const { code, ...properties } = Object.getOwnPropertyDescriptors(ErrorEvent.prototype);
  expect(code).toBeDefined(); // of npm eventsource; a note of its own
  const named = [...differences.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  expect(named).toEqual(expect.arrayContaining(Object.keys(properties)));
});

test('the README names every member of stats, and no other', () => {
  const types = readDocument('web/connection/stats.ts');
  const members = [...types.matchAll(/^ {2}readonly (\w+):/gm)].map(([, name]) => name);
  const [item] = /^- `stats`:(?:.*\n)+?(?=- )/m.exec(readDocument('README.md')) ?? [''];
  const named = [...item.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  expect(named.sort()).toEqual(['stats', ...members].sort());
  expect(members).toContain('connections');
});

test.for(['docs/recipes.md', 'docs/libraries.md', 'docs/migrating.md'])(
  '%s begins with links to all its sections',
  (file) => {
    const [intro, ...sections] = readDocument(file).split(/^## /m);
    const headings = sections.map((section) => section.slice(0, section.indexOf('\n')));
    const anchors = [...intro.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor]) => anchor);
    expect(anchors).toEqual(
      headings.map(anchorOf).filter((anchor) => anchor !== 'options-compared'),
    );
  },
);

test('the README names every kind of failure, and no other', () => {
  const types = readDocument('web/failures/connection-failure.ts');
  const kinds = [...types.matchAll(/^ {2}\| '([\w-]+)'/gm)].map(([, kind]) => kind);
  const [list] = /`kind` \(([^)]*)\)/.exec(readDocument('README.md')) ?? [''];
  const named = [...list.matchAll(/`'([\w-]+)'`/g)].map(([, kind]) => kind);
  expect(named.sort()).toEqual(kinds.sort());
  expect(kinds).toContain('network');
});

test('the size on the first screen is one of those that bundlers made', () => {
  const readme = readDocument('README.md');
  const [, kilobytes] = /adds ([\d.]+) kB \(brotli\)/.exec(readme) ?? [];
  const sizes = [...readme.matchAll(/\| works \| ([\d,]+) \|/g)].map(([, size]) =>
    (Number(size.replace(',', '')) / 1000).toFixed(1),
  );
  expect(sizes).toContain(kilobytes);
});

describe('links', () => {
  const anchorsIn = (file: string) =>
    [...readDocument(file).matchAll(/^#+ +(.*)$/gm)].map(([, heading]) => anchorOf(heading));

  const links = documents.flatMap((file) =>
    [...readDocument(file).matchAll(/\]\((?!https?:)([^)\s]*)\)/g)].map(([, link]) => ({
      file,
      link,
    })),
  );

  test.for(links)('$file -> $link', ({ file, link }) => {
    const [path, anchor] = link.split('#');
    const target = path === '' ? file : join(dirname(file), path);
    expect(existsSync(join(root, target))).toBe(true);
    if (anchor !== undefined) expect(anchorsIn(target)).toContain(anchor);
  });
});
