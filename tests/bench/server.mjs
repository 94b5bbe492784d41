// The bench's server, in a process of its own: pages, event streams, and the commands that pages ask
// for (command-loop.mjs). The process that started it sends commands and gets results over IPC.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { streamRoutes } from './streams.mjs';

/** The WebAssembly module, which pages ask for that do not carry it. */
const MODULE = 'event-source-core.wasm';

const routes = {
  ...streamRoutes,
  /** ?script&inline&cached: a page that runs a bundle, which stands in the page or in a file of its own. */
  '/page': (_request, response, query) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    const name = query.get('script');
    const element = query.has('inline')
      ? `<script type="module">${bundleText(name).replaceAll('</', '<\\/')}</script>`
      : `<script type="module" src="/script?name=${name}${query.has('cached') ? '&cached' : ''}"></script>`;
    response.end(
      `<!doctype html><title>bench</title><script>pageStart = performance.now()</script>${element}`,
    );
  },
  '/script': (_request, response, query) => {
    response.setHeader('Content-Type', 'text/javascript; charset=utf-8');
    if (query.has('cached')) response.setHeader('Cache-Control', 'max-age=3600');
    response.end(bundleText(query.get('name')));
  },
  [`/${MODULE}`]: (_request, response) => {
    response.setHeader('Content-Type', 'application/wasm');
    response.end(readFileSync(new URL(`../../build/wasm/${MODULE}`, import.meta.url)));
  },
  '/next': (_request, response) => {
    waiting?.destroy();
    waiting = response;
    hand();
  },
  '/result': async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    response.end();
    process.send(JSON.parse(body));
  },
};

const bundles = process.argv[2];
const bundleText = (name) => readFileSync(`${bundles}/${name}.js`, 'utf8');

let waiting; // the page's request for a command
const commands = [];

function hand() {
  if (!waiting || commands.length === 0) return;
  waiting.setHeader('Content-Type', 'application/json');
  waiting.end(JSON.stringify(commands.shift()));
  waiting = undefined;
}

process.on('message', (message) => {
  commands.push(message);
  hand();
});
process.on('disconnect', () => process.exit());

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://127.0.0.1');
  // These give a page the fine clock.
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
  response.setHeader('Cache-Control', 'no-store');
  const route = routes[url.pathname];
  if (route) return route(request, response, url.searchParams);
  response.statusCode = 404;
  response.end();
});
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => process.send({ id: 0, value: server.address().port }));
