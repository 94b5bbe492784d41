import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

/**
 * Opens a page of the feed in Chromium with one of apps/pages/, bundled.
 *
 * @param {import('./feed.js').Feed} feed
 * @param {string} name of the script
 * @param {string} html the page's body
 */
export async function openPage(feed, name, html) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../apps/pages/${name}.js`, import.meta.url))],
    bundle: true,
    format: 'esm',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
    write: false,
  });
  const serve = (type, text) => (_, response) =>
    response.writeHead(200, { 'Content-Type': type }).end(text);
  const head =
    '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>';
  feed.paths.set('GET /page', serve('text/html', `${head}<body>${html}</body>`));
  feed.paths.set('GET /page.js', serve('text/javascript', outputFiles[0].text));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(10_000);
  return { page, open: () => page.goto(`${feed.origin}/page`), close: () => browser.close() };
}
