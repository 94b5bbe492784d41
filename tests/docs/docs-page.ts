// Runs blocks of the documentation in Chromium, on a page of a real server.
import { build, type Loader, type Plugin } from 'esbuild';
import type { Request, Response } from 'express';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../support/launch-chromium.ts';
import { type StreamServer, startStreamServer } from '../support/stream-server.ts';
import { type CodeBlock, root } from './code-blocks.ts';
import { packageEntries } from './type-check.ts';

/** How the server responds at a path. */
export type Handler = (request: Request, response: Response) => void;

// What the blocks leave out; see left-out.d.ts.
const page = `<!doctype html><meta charset="utf-8"><title>A block</title><link rel="icon" href="data:,"><div id="root"></div>
<script>
  const token = 'secret';
  const question = 'Why?';
  const shown = [];
  const show = (value) => void shown.push(value);
  const showLogin = () => show('login');
  const getToken = async ({ renew }) => (renew ? 'fresh' : 'stale');
  const currentToken = async () => token;
  const store = async (type, data) => (show(type + ' ' + data), data === '2' ? 'full' : 'stored');
  let ended;
  const run = (script) => import(script).then(() => (ended = true), (error) => (ended = String(error)));
  const script = new URLSearchParams(location.search).get('script');
  if (script) run(script);
</script>`;

declare const run: (script: string) => Promise<unknown>;
declare const shown: unknown[];
declare const ended: true | string | undefined;

/** A page that runs a block. */
export class BlockPage {
  constructor(readonly page: Page) {}

  /** What it has shown, as soon as that is `count` values. */
  async shown(count: number): Promise<unknown[]> {
    await this.page.waitForFunction((least) => shown.length >= least, count);
    return this.page.evaluate(() => shown);
  }

  /** true when the block has run to its end, or what it threw. */
  async ended(): Promise<unknown> {
    await this.page.waitForFunction(() => ended !== undefined);
    return this.page.evaluate(() => ended);
  }
}

export class DocsServer {
  readonly origin: string;
  /** The handlers of paths, besides the page and the scripts; each test sets its own. */
  readonly handlers = new Map<string, Handler>();
  /** The requests that came to `handlers`. */
  readonly requests: Request[] = [];
  readonly #scripts = new Map<string, string>();
  #context: BrowserContext | undefined;

  private constructor(
    readonly server: StreamServer,
    readonly browser: Browser,
    readonly packages: string | undefined,
  ) {
    this.origin = server.origins[0];
    server.app.get('/page', (_, response) => void response.type('html').send(page));
    server.app.use(async (request, response, next) => {
      const script = this.#scripts.get(request.path);
      if (script !== undefined) return void response.type('js').send(script);
      const handler = this.handlers.get(request.path);
      if (!handler) return next();
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      request.body = Buffer.concat(chunks).toString();
      this.requests.push(request);
      handler(request, response);
    });
  }

  /** @param packages a folder whose node_modules the blocks import from; web/ and our own if undefined */
  static async start(packages?: string): Promise<DocsServer> {
    const browser = await launchChromium();
    return new DocsServer(await startStreamServer(1), browser, packages);
  }

  /** Opens a page that runs a block. @param more code that follows it */
  async run(block: CodeBlock, more = ''): Promise<BlockPage> {
    const path = `/${block.file}.${block.line}.js`;
    await this.serveScript(path, block, 'esm', more);
    return this.open(path);
  }

  /** The same on a page that is open. */
  async runOn({ page }: BlockPage, block: CodeBlock): Promise<void> {
    const path = `/${block.file}.${block.line}.js`;
    await this.serveScript(path, block, 'esm');
    await page.evaluate((script) => run(script), path);
  }

  async open(script?: string): Promise<BlockPage> {
    this.#context ??= await this.browser.newContext();
    const opened = await this.#context.newPage();
    opened.setDefaultTimeout(15_000);
    await opened.goto(`${this.origin}/page${script ? `?script=${script}` : ''}`);
    return new BlockPage(opened);
  }

  /** @param format 'iife' is a classic script */
  async serveScript(
    path: string,
    { code, file, language }: CodeBlock,
    format: 'esm' | 'iife',
    more = '',
  ): Promise<void> {
    const { outputFiles } = await build({
      stdin: {
        contents: code + more,
        loader: language as Loader,
        resolveDir: this.packages ?? root,
        sourcefile: file,
      },
      plugins: this.packages ? [] : [sources],
      bundle: true,
      format,
      jsx: 'automatic',
      define: { 'process.env.NODE_ENV': '"development"' },
      logLevel: 'error',
      write: false,
    });
    this.#scripts.set(path, outputFiles[0].text);
  }

  /** Closes what a test has opened. */
  async reset(): Promise<void> {
    await this.#context?.close();
    this.#context = undefined;
    this.handlers.clear();
    this.requests.length = 0;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.close();
  }
}

/** The package is web/, as it is now. */
const sources: Plugin = {
  name: 'sources',
  setup({ onResolve }) {
    const entries = packageEntries();
    onResolve({ filter: /^eventsource-wasm/ }, ({ path }) => ({ path: entries[path] }));
  },
};

/** Responds with an event stream. @param lasts whether it stays open after that text */
export function stream(text: string, lasts = true): Handler {
  return (_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(text);
    if (!lasts) response.end();
  };
}

/** Responds only to requests with the token. */
export function guarded(token: string, handler: Handler): Handler {
  return (request, response) => {
    if (request.headers.authorization === `Bearer ${token}`) handler(request, response);
    else response.status(401).end();
  };
}
