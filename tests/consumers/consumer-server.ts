import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import express from 'express';

/** What a consumer's page says when it is done; see apps/. */
export interface Report {
  /** The data of the events that came, or why none did. */
  data?: unknown;
  error?: string;
}

export interface ConsumerServer {
  origin: string;
  /** The first report of a page. */
  report: Promise<Report>;
  /** The scripts and modules that were asked for, by path, with their sizes after brotli, bytes. */
  scripts: Map<string, number>;
  close(): Promise<void>;
}

/**
 * Serves a consumer's built files, an event stream at /events that needs a header, and /report.
 *
 * @param folder what was built; undefined when the files come from elsewhere (a dev server)
 */
export async function serveConsumer(
  folder?: string,
  headers: Record<string, string> = {},
): Promise<ConsumerServer> {
  const scripts = new Map<string, number>();
  const app = express();
  app.get('/events', (request, response) => {
    response.set({
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store, no-transform',
    });
    // Native EventSource cannot send the header, so a page that reports it back did not use that.
    response.write(`event: token\nid: 7\ndata: ${request.get('X-Token') ?? 'no header'}\n\n`);
  });
  let receive: (report: Report) => void;
  const report = new Promise<Report>((resolve) => {
    receive = resolve;
  });
  app.post('/report', express.json({ type: () => true }), (request, response) => {
    receive(request.body as Report);
    response.status(204).end();
  });
  if (folder !== undefined) {
    app.get(/\.(m?js|wasm)$/, (request, _, next) => {
      const file = join(folder, request.path);
      if (existsSync(file))
        scripts.set(request.path, brotliCompressSync(readFileSync(file)).length);
      next();
    });
    app.use(
      express.static(folder, {
        etag: false,
        setHeaders: (response) => {
          response.setHeader('Cache-Control', 'no-store');
          for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
        },
      }),
    );
  }
  const server = await listen(createServer(app));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    report,
    scripts,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export function listen(server: Server): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
