// What docs/migrating.md says of other libraries: blocks before and after receive the same, and its
// table names every option, theirs and ours.
import ts from 'typescript';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { codeBlocks, findBlock, readDocument, root } from './code-blocks.ts';
import { DocsServer, guarded, type Handler, stream } from './docs-page.ts';

const kFile = 'docs/migrating.md';

describe('before and after', () => {
  let docs: DocsServer;
  beforeAll(async () => {
    docs = await DocsServer.start();
  });
  afterEach(() => docs.reset());
  afterAll(() => docs.close());

  const messages = stream('data: a\n\ndata: b\n\n');
  const tokens = stream('event: token\ndata: a\n\nevent: token\ndata: b\n\n', false);
  const migrations: Record<string, Record<string, Handler>> = {
    'From the native EventSource': { '/feed': stream('data: a\n\nevent: price\ndata: b\n\n') },
    'From eventsource': { '/feed': guarded('secret', messages) },
    'From @microsoft/fetch-event-source': { '/chat': guarded('secret', tokens) },
    'From event-source-polyfill': { '/feed': guarded('secret', messages) },
    'From sse.js': { '/chat': guarded('secret', tokens) },
  };

  test('have a test for every pair', () => {
    const headings = codeBlocks
      .filter(({ file, kind }) => file === kFile && kind === 'before')
      .map(({ heading }) => heading);
    expect(headings).toEqual(Object.keys(migrations));
  });

  describe.for(Object.entries(migrations))('%s', ([heading, handlers]) => {
    test.for(['before', 'after'])('%s', async (which) => {
      for (const [path, handler] of Object.entries(handlers)) docs.handlers.set(path, handler);
      const page = await docs.run(findBlock(kFile, heading, which));
      expect(await page.shown(2)).toEqual(['a', 'b']);
      expect(await page.ended()).toBe(true);
      const [{ method, body }] = docs.requests;
      expect([method, body]).toEqual(
        '/chat' in handlers ? ['POST', '{"question":"Why?"}'] : ['GET', ''],
      );
      expect(docs.requests).toHaveLength(1);
    });
  });

  test.for(['before', 'after'])('a refusal leads to the login: sse.js, %s', async (which) => {
    docs.handlers.set('/chat', guarded('another', tokens));
    const page = await docs.run(findBlock(kFile, 'From sse.js', which));
    expect(await page.shown(1)).toEqual(['login']);
  });

  test.for(['before', 'after'])('a refusal is thrown: fetch-event-source, %s', async (which) => {
    docs.handlers.set('/chat', guarded('another', tokens));
    const page = await docs.run(findBlock(kFile, 'From @microsoft/fetch-event-source', which));
    expect(await page.ended()).toContain('401');
  });

  test('the global EventSource can be replaced', async () => {
    docs.handlers.set('/feed', guarded('secret', messages));
    const page = await docs.run(findBlock(kFile, 'From the native EventSource', 2));
    expect(await page.shown(2)).toEqual(['a', 'b']);
  });
});

/** The rows below a heading's first table: their cells. */
function tableBelow(file: string, heading: string): string[][] {
  const lines = readDocument(file).split('\n');
  const start = lines.findIndex((line, i) => i > lines.indexOf(heading) && line.startsWith('| --'));
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  return lines.slice(start + 1, start + length).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const namesIn = (cells: string[]): string[] => [
  ...new Set(cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name))),
];

/** The members of an interface: those that it declares, and those that it has. */
function membersOf(module: string, name: string): { own: string[]; all: string[] } {
  const { resolvedModule } = ts.resolveModuleName(
    module,
    `${root}tests/docs/migrating.test.ts`,
    { moduleResolution: ts.ModuleResolutionKind.Bundler, allowImportingTsExtensions: true },
    ts.sys,
  );
  if (!resolvedModule) throw new Error(`${module} has no types`);
  const file = resolvedModule.resolvedFileName;
  const program = ts.createProgram([file], {
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    module: ts.ModuleKind.ESNext,
    allowImportingTsExtensions: true,
    noEmit: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file) as ts.SourceFile;
  const moduleSymbol = checker.getSymbolAtLocation(source) as ts.Symbol;
  const exported = checker.getExportsOfModule(moduleSymbol).find((one) => one.name === name);
  if (!exported) throw new Error(`${module} exports no ${name}`);
  const symbol =
    exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  const all = type.getProperties().map((property) => property.name);
  const own = [...(symbol.members?.keys() ?? [])].map(String);
  return { own: own.length > 0 ? own : all, all };
}

describe('the table of options', () => {
  const rows = tableBelow(kFile, '## Options compared');
  const columns = [
    { name: 'eventsource-wasm', column: 1, from: '../../web/index.ts', type: 'EventSourceInit' },
    { name: 'eventsource', column: 3, from: 'eventsource', type: 'EventSourceInit' },
    {
      name: '@microsoft/fetch-event-source',
      column: 4,
      from: '@microsoft/fetch-event-source',
      type: 'FetchEventSourceInit',
    },
    {
      name: 'event-source-polyfill',
      column: 5,
      from: 'event-source-polyfill',
      type: 'EventSourcePolyfillInit',
    },
    { name: 'sse.js', column: 6, from: 'sse.js', type: 'SSEOptions' },
  ];

  test.for(columns)('names those of $name, all and no others', ({ column, from, type }) => {
    const { own, all } = membersOf(from, type);
    const named = namesIn(rows.map((cells) => cells[column]));
    expect(own.filter((name) => !named.includes(name))).toEqual([]);
    expect(named.filter((name) => !all.includes(name))).toEqual([]);
  });

  test('of the README names ours, all and no others', () => {
    const { all } = membersOf('../../web/index.ts', 'EventSourceInit');
    const named = namesIn(tableBelow('README.md', '## Options').map(([option]) => option));
    expect(named.sort()).toEqual([...all].sort());
  });
});
