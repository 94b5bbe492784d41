import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Response } from 'express';
import { listen, type Report } from '../consumer-server.ts';

export const kLargeEvent = 5_000_000; // bytes; more than the module's memory at first

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

/** Serves a folder, and the streams that apps/old-browser asks for. */
export async function serveMainPath(folder: string) {
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
    })
    .use(express.static(folder));
  const { origin, close } = await serve(app);
  return {
    origin,
    report,
    /** The headers of requests that came by the redirect. */
    redirected,
    close: () => Promise.all([close(), other.close()]),
  };
}
