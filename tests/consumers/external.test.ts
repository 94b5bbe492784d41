import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writePage } from './build-page.ts';
import { moduleTag } from './bundlers/bundler.ts';
import { rspack } from './bundlers/rspack.ts';
import { vite } from './bundlers/vite.ts';
import { webpack } from './bundlers/webpack.ts';
import { consumers } from './install-package.ts';
import { openVisitor, showPage, type Visitor } from './visitor.ts';

let visitor: Visitor;
beforeAll(async () => {
  visitor = await openVisitor('chromium');
});
afterAll(() => visitor.close());

/** Shows a page, and says which modules it loaded as files of their own. */
async function show(folder: string) {
  const { report, scripts } = await showPage(visitor, folder);
  return { report, modules: [...scripts.keys()].filter((path) => path.endsWith('.wasm')) };
}

const outputFolder = (name: string) => {
  const folder = join(consumers, 'built', name);
  mkdirSync(folder, { recursive: true });
  return folder;
};

test.for([vite, webpack, rspack])('$name takes the .wasm file along', async (bundler) => {
  const folder = outputFolder(`external by ${bundler.name}`);
  await bundler.build(join(consumers, 'apps/external'), 'main', folder);
  writePage(folder, bundler.tag('main'));
  const { report, modules } = await show(folder);
  expect(report).toEqual({ data: 'secret 7' });
  expect(modules).toHaveLength(1);
});

/** A page without a bundler, whose script says where the module comes from. */
async function showWith(name: string, setUp: string) {
  const folder = outputFolder(`external, ${name}`);
  const dist = join(folder, 'package');
  cpSync(join(consumers, 'apps'), folder, { recursive: true });
  cpSync(join(consumers, 'node_modules/eventsource-wasm/dist'), dist, { recursive: true });
  // Where it would be found without being told; and nothing else may deliver.
  cpSync(join(dist, 'event-source-core.wasm'), join(folder, 'elsewhere.wasm'));
  rmSync(join(dist, 'event-source-core.wasm'));
  rmSync(join(dist, 'javascript-core.js'));
  const script = `import { EventSource, setCoreModule } from './package/external.js';
import { receiveToken } from './receive-token.js';
import { report } from './report.js';
${setUp}
receiveToken(EventSource, report);
`;
  writeFileSync(join(folder, 'main.js'), script);
  writePage(folder, moduleTag('main'));
  return (await show(folder)).report;
}

test.for([
  ['a URL', "setCoreModule('./elsewhere.wasm');"],
  ['a URL object', "setCoreModule(new URL('./elsewhere.wasm', import.meta.url));"],
  ['a Response to come', "setCoreModule(fetch('./elsewhere.wasm'));"],
  [
    'bytes',
    "setCoreModule(new Uint8Array(await (await fetch('./elsewhere.wasm')).arrayBuffer()));",
  ],
  ['a compiled module', "setCoreModule(WebAssembly.compileStreaming(fetch('./elsewhere.wasm')));"],
])('setCoreModule() takes %s', async ([name, setUp]) => {
  expect(await showWith(name, setUp)).toEqual({ data: 'secret 7' });
});

test('a module that is not there is an error that says so', async () => {
  const { error } = await showWith('nothing', "setCoreModule('./nowhere.wasm');");
  expect(error).toMatch(/^wasm: .*nowhere\.wasm: HTTP status 404/);
});

test('setCoreModule() after the first EventSource throws', async () => {
  const late = `new EventSource('/events').close();
await new Promise((resolve) => setTimeout(resolve));
try {
  setCoreModule('./elsewhere.wasm');
} catch ({ name }) {
  report({ error: name });
}`;
  expect(await showWith('too late', late)).toEqual({ error: 'InvalidStateError' });
});
