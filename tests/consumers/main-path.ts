import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Response } from 'express';
import { listen, type Report } from './consumer-server.ts';

const kLargeEvent = 5_000_000; // bytes; more than the module's memory at first

/** What apps/main-path makes of it. */
export const kExpected = {
  'events, and a reconnect': {
    types: ['open', 'error', 'open'],
    events: [
      ['price', 'Bearer secret, none', '1'],
      ['price', 'Bearer secret, 1', '2'],
    ],
    kind: 'end',
    willRetry: true,
    isPlatform: true,
    readyState: 2,
  },
  'a refusal': { kind: 'http', status: 403, body: 'no credit', willRetry: false, readyState: 2 },
  'a signal': { kind: 'aborted', willRetry: false, readyState: 2 },
  handlers: ['open', '1', '2', '3'], // each is called once for an event
  'an iterator': ['1', '2', '3'],
  'a large event': kLargeEvent,
  'a decoder': [
    { type: 'a', data: 'é', lastEventId: '' },
    { type: 'message', data: 'a', lastEventId: '1' },
  ],
  'a redirect to another origin': { type: 'error', kind: 'redirect' },
};

async function serve(app: express.Express) {
  const server = await listen(createServer(app));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

const begin = (response: Response) => response.set('Content-Type', 'text/event-stream');

/** Serves a folder, if one is given, and the streams that apps/main-path asks for. */
export async function serveMainPath(folder?: string) {
  const redirected: IncomingHttpHeaders[] = [];
  const elsewhere = express().use((request, response) => {
    response.set('Access-Control-Allow-Origin', '*');
    response.set('Access-Control-Allow-Headers', 'Authorization');
    if (request.method === 'OPTIONS') {
      response.status(204).end();
      return;
    }
    redirected.push(request.headers);
    begin(response).write(': hello\n\n');
  });
  const other = await serve(elsewhere);

  let receive: (report: Report) => void;
  const report = new Promise<Report>((resolve) => {
    receive = resolve;
  });
  let requests = 0;
  const app = express()
    .get('/events', ({ headers }, response) => {
      const { authorization, 'last-event-id': id = 'none' } = headers;
      begin(response).write(`id: ${++requests}\nevent: price\ndata: ${authorization}, ${id}\n`);
      response.write('retry: 10\n\n');
      if (requests === 1) response.end();
    })
    .get('/refused', (_, response) => void response.status(403).send('no credit'))
    .get('/stays-open', (_, response) => void begin(response).write(': hello\n\n'))
    .get('/count', (_, response) => {
      begin(response).write('id: 1\ndata: a\n\nid: 2\ndata: b\n\n');
      response.write('id: 3\ndata: c\n\n');
    })
    .get('/large', (_, response) => {
      begin(response).write(`data: ${'x'.repeat(kLargeEvent)}\n\n`);
    })
    .get('/away', (_, response) => response.redirect(307, `${other.origin}/`))
    .post('/report', express.json({ type: () => true }), (request, response) => {
      receive(request.body as Report);
      response.status(204).end();
    });
  if (folder !== undefined) app.use(express.static(folder));
  const { origin, close } = await serve(app);
  return {
    origin,
    report,
    /** The headers of requests that came by the redirect. */
    redirected,
    close: () => Promise.all([close(), other.close()]),
  };
}
