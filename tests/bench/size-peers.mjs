// What a page that imports one class or function gets of it, by the same bundler.
import { inRoot } from '../../tools/files.mjs';
import { table } from './table.mjs';
import { brotli, gzip } from './wire.mjs';

const OURS = inRoot('dist');

const IMPORTS = [
  ['EventSource', `${OURS}/index.js`, 'eventsource-wasm'],
  ['EventSource', 'eventsource'],
  ['EventSourcePolyfill', 'event-source-polyfill'],
  ['EventSource', 'extended-eventsource'],
  ['fetchEventSource', '@microsoft/fetch-event-source'],
  ['EventStreamDecoder', `${OURS}/decoder.js`, 'eventsource-wasm/decoder'],
  ['createParser', 'eventsource-parser'],
];

/** What a package loads only when it needs it: ours its fallback, and what the option `share` takes. */
const later = {
  name: 'later',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  },
};

async function sizesOf(name, from) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    stdin: {
      contents: `import { ${name} } from '${from}'; globalThis.kept = ${name};`,
      resolveDir: inRoot('.'),
    },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    plugins: [later],
    legalComments: 'none',
    logLevel: 'error',
    write: false,
  });
  const [{ contents }] = outputFiles;
  return { minified: contents.length, gzip: gzip(contents), brotli: brotli(contents) };
}

/** { name, from, minified, gzip, brotli } of this package and its peers, in bytes. */
export function peerSizes() {
  return Promise.all(
    IMPORTS.map(async ([name, from, title = from]) => ({
      name: `${name} of ${title}`,
      ...(await sizesOf(name, from)),
    })),
  );
}

export function peerTable(sizes) {
  const rows = sizes.map(({ name, ...bytes }) => [
    name,
    ...Object.values(bytes).map((value) => value.toLocaleString('en-US')),
  ]);
  return table(['bytes', 'minified', 'gzip', 'brotli'], rows, 'what one import adds to a page');
}
