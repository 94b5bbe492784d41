// npm run size: what the package weighs on the wire, whole and in parts; fails over budget.
// --as-built: of dist/ as it is, without building. --files: only the `.` entry, source file by source file.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareAndBuild } from '../../tools/build.mjs';
import { production } from '../../tools/bundle.mjs';
import { readCommandLine } from '../../tools/command-line.mjs';
import { main } from '../../tools/steps.mjs';
import { benchFolder } from './folders.mjs';
import { sizeOfFiles } from './size-files.mjs';
import { peerSizes, peerTable } from './size-peers.mjs';
import { table } from './table.mjs';
import { brotli } from './wire.mjs';

/**
 * Bytes, minified and brotli-compressed, that an entry must not exceed: they follow what it weighs
 * downwards, so that a change that adds some says so here.
 */
const BUDGETS = {
  '.': 26300,
  './decoder': 10900,
  './polyfill': 25450,
  './polyfill-missing': 25450,
  './standalone': 33150, // with the code of `share`, which others load when it is used
  './inspector': 11400, // without the sources that it shows
  './external': 20120, // its module travels in a file of its own
  './no-fallback': 26320,
};

/** What an entry should weigh one day. */
const GOALS = { '.': 15000, 'one file without the fallback': 15500 };

const root = fileURLToPath(new URL('../../', import.meta.url));
const MODULE = 'event-source-core';

/** What an entry brings into a page at once: its code, and not what it would load later by itself. */
async function bundle(entry, options) {
  const { build } = await import('esbuild'); // installed by now
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    absWorkingDir: root,
    outdir: root,
    metafile: true,
    write: false,
    legalComments: 'none',
    logLevel: 'error',
    ...options,
  });
  const files = new Set();
  const follow = (name) => {
    if (files.has(name)) return;
    files.add(name);
    for (const { path, kind, external } of metafile.outputs[name].imports) {
      if (!external && kind !== 'dynamic-import') follow(path);
    }
  };
  const outputs = Object.entries(metafile.outputs);
  follow(
    outputs.find(([, { entryPoint }]) => entryPoint && resolve(root, entryPoint) === entry)[0],
  );
  return outputFiles
    .filter(({ path }) => files.has(relative(root, path)))
    .map((file) => file.contents);
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** { raw, minified, brotli }, in bytes. */
async function sizesOf(source, built, options) {
  const raw = await bundle(source, options);
  const minified = await bundle(built, { minify: true, ...options });
  return {
    raw: sum(raw.map(({ length }) => length)),
    minified: sum(minified.map(({ length }) => length)),
    brotli: sum(minified.map(brotli)),
  };
}

/** As a bundler that makes one file does: what is loaded by `import()` is inside. */
async function singleFiles() {
  const names = { 'one file': 'index', 'one file without the fallback': 'no-fallback' };
  const found = [];
  for (const [name, entry] of Object.entries(names)) {
    const [minified] = await bundle(`${root}dist/${entry}.js`, { minify: true, splitting: false });
    const bytes = brotli(minified);
    found.push({ name, minified: minified.length, brotli: bytes, goal: GOALS[name] });
  }
  return found;
}

async function entries() {
  const { exports } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  const names = Object.keys(exports).filter((name) => exports[name].default?.endsWith('.js'));
  const found = [];
  for (const name of names) {
    const built = root + exports[name].default.slice(2);
    const source = built.replace(/dist\/(.*)\.js$/, 'web/$1.ts');
    found.push({
      name,
      ...(await sizesOf(source, built)),
      budget: BUDGETS[name],
      goal: GOALS[name],
    });
  }
  return found;
}

/** The parts of the `.` entry. They compress better together than apart. */
async function parts() {
  const wasm = readFileSync(`${root}build/wasm/${MODULE}.wasm`);
  const carried = `${root}build/generated/core-bytes.ts`;
  const glue = `${root}build/wasm/${MODULE}.js`;
  const index = `${root}web/index.ts`;
  const others = { external: ['*/core-bytes.ts', `*/${MODULE}.js`], ...(await production()) };
  return [
    { name: 'WebAssembly module', raw: wasm.length, brotli: brotli(wasm) },
    { name: 'the same as text in the script', ...(await sizesOf(carried, carried)) },
    { name: 'glue of Emscripten and embind', ...(await sizesOf(glue, glue)) },
    { name: 'our TypeScript', ...(await sizesOf(index, index, others)) },
  ];
}

const shown = (value) => (value === undefined ? '' : value.toLocaleString('en-US'));
const row = ({ name, raw, minified, brotli: compressed, budget, goal }) => [
  name,
  shown(raw),
  shown(minified),
  shown(compressed),
  shown(budget),
  budget === undefined ? '' : compressed <= budget ? 'within' : 'OVER',
  goal === undefined ? '' : `${shown(goal)}, ${compressed <= goal ? 'met' : 'NOT MET'}`,
];

async function size() {
  const { values } = readCommandLine(
    'npm run size [-- --files --as-built]',
    { files: { type: 'boolean' }, 'as-built': { type: 'boolean' } },
    [],
  );
  if (!values['as-built']) await prepareAndBuild();
  if (values.files) {
    console.log(await sizeOfFiles(`${root}web/index.ts`, await production()));
    return;
  }
  const measured = {
    entries: await entries(),
    singleFiles: await singleFiles(),
    parts: await parts(),
    peers: await peerSizes(),
  };
  mkdirSync(benchFolder, { recursive: true });
  writeFileSync(`${benchFolder}size.json`, JSON.stringify(measured, null, 1));
  const head = ['bytes', 'raw', 'minified', 'brotli', 'budget', '', 'goal'];
  console.log(table(head, measured.entries.map(row), 'entries, all that they load at once'));
  console.log(table(head, measured.singleFiles.map(row), 'single-file bundles by esbuild'));
  const partRows = measured.parts.map((part) => row(part).slice(0, 4));
  console.log(table(head.slice(0, 4), partRows, 'parts of the . entry'));
  console.log(peerTable(measured.peers));
  if (measured.entries.some(({ brotli: bytes, budget }) => bytes > budget)) process.exitCode = 1;
}

await main(size);
