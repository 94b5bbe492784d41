import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pageScript } from '../support/page-script.ts';
import type { Received } from './receive.ts';

/** Serves the page of a client, and receives what it reports. */
export interface Pages {
  port: number;
  /** A page that shows other pages, in frames. */
  frames(urls: string[]): string;
  /** Resolves when so many of them have their script. They wait. */
  shown(count: number): Promise<void>;
  /** Lets them begin. */
  begin: () => void;
  /** What each client tells of itself at a failure, by its route. */
  progress: Map<string, unknown>;
  /** What the client of a route reports. */
  report(route: string): Promise<Received>;
  close(): Promise<void>;
}

/** Sends on what frames tell, and tells them when that is responded to. */
const kRelay = `addEventListener('message', async ({ data, source }) => {
  await fetch('/report', { method: 'POST', body: JSON.stringify(data) });
  source.postMessage('begin', '*');
});`;

export async function servePages(): Promise<Pages> {
  const script = await pageScript(new URL('page.ts', import.meta.url));
  const reports = new Map<string, (received: Received) => void>();
  let framed: string[] = [];
  let shown = 0;
  let onShown = () => {};
  const progress = new Map<string, unknown>();
  const waiting: (() => void)[] = [];

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url as string, 'http://localhost');
    const html = (body: string) =>
      response
        .writeHead(200, { 'content-type': 'text/html', 'cache-control': 'no-store' })
        .end(`<!doctype html><meta charset="utf-8" /><title>Faults</title>${body}`);
    if (pathname === '/frames') {
      html(`<script>${kRelay}</script>
${framed.map((url) => `<iframe src="${url.replaceAll('&', '&amp;')}"></iframe>`).join('')}`);
    } else if (pathname === '/page') {
      html(`<script type="module">${script}</script>`);
    } else if (pathname === '/report') {
      let body = '';
      for await (const chunk of request.setEncoding('utf8')) body += chunk;
      const message = JSON.parse(body);
      if (message.isShown) {
        waiting.push(() => response.writeHead(204).end());
        shown += 1;
        onShown();
        return;
      }
      if (message.received) reports.get(message.route)?.(message.received);
      else progress.set(message.route, message.progress);
      response.writeHead(204).end();
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    frames(urls) {
      framed = urls;
      return `http://127.0.0.1:${port}/frames`;
    },
    async shown(count) {
      while (shown < count) await new Promise<void>((resolve) => (onShown = resolve));
    },
    begin: () => {
      for (const respond of waiting.splice(0)) respond();
    },
    progress,
    report: (route) => new Promise((resolve) => reports.set(route, resolve)),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
