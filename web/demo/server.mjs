// The demo's server: the page, an event stream that needs a token, and faults to simulate.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createSession } from 'better-sse';
import express from 'express';

import { bundlePage } from './bundle.mjs';
import { serveRaceStreams } from './race-streams.mjs';
import { Reader, serialize } from './reader.mjs';

/** The token that the stream needs. */
export const token = 'open-sesame';

const kMaxReaders = 100;
const kRefusals = new Set([401, 503]);
// No 'unsafe-inline', no 'unsafe-eval': the library gets by with compiling its WebAssembly.
const kContentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  'connect-src *', // the playground
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Serves the demo. Prints nothing.
 *
 * @param {object} options
 * @param {number} options.port 0 chooses a free one
 * @param {string} [options.host] default 127.0.0.1: this machine only
 * @param {number} [options.letterInterval] ms between two letters, default 300
 * @param {number} [options.numberInterval] ms between two numbers, default 500
 * @param {number} [options.textPause] ms between two texts, default 8000
 * @param {number} [options.reconnectionTime] ms, what the stream's `retry` field says, default 2000
 * @param {string} [options.library] as bundlePage takes it
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 * @throws when the port is taken, or the page does not compile
 */
export async function startDemo({
  port,
  host = '127.0.0.1',
  letterInterval = 300,
  numberInterval = 500,
  textPause = 8000,
  reconnectionTime = 2000,
  library,
}) {
  const readers = new Map();
  const findReader = (request) => {
    const name = String(request.query.reader ?? '');
    let reader = readers.get(name);
    if (!reader) {
      if (readers.size === kMaxReaders) forgetOldest(readers);
      reader = new Reader({ letterInterval, numberInterval, textPause });
      readers.set(name, reader);
    }
    return reader;
  };

  const app = express();
  app.disable('x-powered-by');
  app.use((_request, response, next) => {
    response.set('Content-Security-Policy', kContentSecurityPolicy);
    response.set('X-Content-Type-Options', 'nosniff');
    next();
  });
  servePage(app, await bundlePage(library));
  serveRaceStreams(app);

  app.get('/events', async (request, response) => {
    if (request.get('Authorization') !== `Bearer ${token}`) {
      response.set('WWW-Authenticate', 'Bearer realm="demo"');
      response.status(401).type('text').send('This stream needs an Authorization header.\n');
      return;
    }
    const reader = findReader(request);
    const { refusal } = reader;
    if (refusal) {
      refuse(response, refusal);
      return;
    }
    const session = await createSession(request, response, {
      retry: reconnectionTime,
      serializer: serialize,
    });
    if (!response.closed) reader.attach(session, response, parseLastEventId(request));
  });

  app.post('/faults/cut', (request, response) => {
    findReader(request).cut();
    response.sendStatus(204);
  });
  app.post('/faults/refuse', (request, response) => {
    const status = Number(request.query.status);
    if (!kRefusals.has(status)) {
      response.status(400).type('text').send('status: 401 or 503\n');
      return;
    }
    const seconds = Number(request.query.seconds);
    const reader = findReader(request);
    reader.refuse(status, seconds > 0 ? seconds * 1000 : Number.POSITIVE_INFINITY);
    reader.cut();
    response.sendStatus(204);
  });
  app.post('/faults/heal', (request, response) => {
    findReader(request).heal();
    response.sendStatus(204);
  });

  const server = createServer(app).listen(port, host);
  await once(server, 'listening');
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}/`,
    async close() {
      for (const reader of readers.values()) reader.stop();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function servePage(app, bundle) {
  const options = {
    root: fileURLToPath(new URL('.', import.meta.url)),
    cacheControl: false,
  };
  app.get('/', (_request, response) => response.sendFile('index.html', options));
  app.get('/shared', (_request, response) => response.sendFile('shared.html', options));
  app.get('/race', (_request, response) => {
    // Isolated pages have finer clocks.
    response.set('Cross-Origin-Opener-Policy', 'same-origin');
    response.set('Cross-Origin-Embedder-Policy', 'require-corp');
    response.sendFile('race.html', options);
  });
  app.get('/favicon.svg', (_request, response) => response.sendFile('favicon.svg', options));
  for (const [name, contents] of bundle) {
    app.get(`/${name}`, (_request, response) => {
      response.type(name.endsWith('.map') ? 'json' : name).send(Buffer.from(contents));
    });
  }
}

function parseLastEventId(request) {
  const id = Number(request.get('Last-Event-ID'));
  return Number.isSafeInteger(id) && id > 0 ? id : 0;
}

function refuse(response, { status, remaining }) {
  if (Number.isFinite(remaining)) response.set('Retry-After', String(Math.ceil(remaining / 1000)));
  if (status === 401) response.set('WWW-Authenticate', 'Bearer error="invalid_token"');
  response.status(status).type('text').send(`Refused with ${status}, as requested.\n`);
}

// A Map keeps the order of insertion.
function forgetOldest(readers) {
  const [name, reader] = readers.entries().next().value;
  reader.cut();
  reader.stop();
  readers.delete(name);
}
