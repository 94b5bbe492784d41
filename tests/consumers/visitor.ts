import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Response } from 'express';
import type { Engine } from '../support/browser-programs.ts';
import { openBrowser } from '../support/open-browser.ts';
import { listen, type Report, serveConsumer } from './consumer-server.ts';

/** A browser that shows one page after the other, each in a frame of its own. */
export interface Visitor {
  visit(url: string): void;
  close(): Promise<void>;
}

const driver = `<!doctype html><title>Visitor</title><script type="module">
for (;;) {
  const url = await (await fetch('/next')).text();
  const frame = document.createElement('iframe');
  frame.src = url;
  document.body.replaceChildren(frame);
}
</script>`;

export async function openVisitor(engine: Engine): Promise<Visitor> {
  const urls: string[] = [];
  let asking: Response | undefined;
  const respond = () => {
    const url = asking && urls.shift();
    if (url === undefined) return;
    asking?.type('text').send(url);
    asking = undefined;
  };
  const app = express();
  app.get('/', (_, response) => void response.type('html').send(driver));
  app.get('/next', (_, response) => {
    asking = response;
    respond();
  });
  const server = await listen(createServer(app));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = await openBrowser(engine, `${origin}/`);
  return {
    visit: (url) => {
      urls.push(url);
      respond();
    },
    close: async () => {
      await stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Serves a folder and shows its page: what that reports, and the scripts and modules that it loads, see ConsumerServer. */
export async function showPage<PageReport extends Report>(
  visitor: Visitor,
  folder: string,
  { headers, query = '' }: { headers?: Record<string, string>; query?: string } = {},
): Promise<{ report: PageReport; scripts: Map<string, number> }> {
  const server = await serveConsumer(folder, headers);
  try {
    visitor.visit(server.origin + query);
    const report = (await server.report) as PageReport;
    return { report, scripts: server.scripts };
  } finally {
    await server.close();
  }
}
