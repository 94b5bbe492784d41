// Numbered events through nginx and nchan, over connections that fail in every way, in browsers and in Node.
// By default few events in Node and Chromium; `npm run test:faults` has more of them, and all browsers.
import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { Engine } from '../support/browser-programs.ts';
import { openBrowser } from '../support/open-browser.ts';
import { http2Fetch } from './http2-fetch.ts';
import { Network, type Path } from './network.ts';
import { type Pages, servePages } from './pages.ts';
import { type Received, receive } from './receive.ts';
import { faultsTable, type Row } from './table.ts';

const kEngines = (process.env.FAULTS_ENGINES ?? 'node,chromium').split(',');
const kEvents = Number(process.env.FAULTS_EVENTS ?? 600);
const kFaults = Number(process.env.FAULTS_COUNT ?? 12);
const kSeed = Number(process.env.FAULTS_SEED ?? 1 + Math.floor(Math.random() * 1e9));

function logProgress({ paths }: Network, { progress }: Pages): void {
  const log = () =>
    console.log(
      paths.map(({ name, faults, requests, isOver }) => ({ name, faults, requests, isOver })),
      progress,
    );
  const timer = setInterval(log, 10_000);
  onTestFinished(() => clearInterval(timer));
}

const rows: Row[] = [];
afterAll(() => console.log(`FAULTS_SEED=${kSeed}\n${faultsTable(rows)}`));

test.for(kEngines)(
  '%s receives each event once, in order, whatever fails on the way',
  {
    timeout: 60_000 + kEvents * 150,
  },
  async (engine) => {
    const pages = await servePages();
    onTestFinished(() => pages.close());
    const network = await Network.start({
      last: kEvents,
      faults: kFaults,
      seed: kSeed,
      // WebKitGTK goes on sending requests on a connection of HTTP/2 that is lost. They get no response, and
      // no other connection is made.
      losesHttp2: engine !== 'webkit',
      pagesPort: pages.port,
    });
    onTestFinished(() => network.close());
    if (process.env.FAULTS_LOG) logProgress(network, pages);

    const received = engine === 'node' ? receiveInNode(network.paths) : await receiveInPages();
    await Promise.all([
      network.begin(pages.begin),
      ...received.map(async (promise, i) => {
        const path = network.paths[i]!;
        const { events, wrong, failures, took } = await promise;
        path.isOver = true;
        rows.push({ engine, path, events, wrong, failures, took });
      }),
    ]);

    const wrong = rows.filter((row) => row.engine === engine && row.wrong);
    const repeat = `to repeat: FAULTS_SEED=${kSeed} npm run test:faults`;
    expect(wrong.map(({ path, wrong }) => `${path.name}: ${wrong}; ${repeat}`)).toEqual([]);
    for (const path of network.paths) {
      expect(path.faultCount, path.name).toBeGreaterThanOrEqual(kFaults);
      const version = path.name.startsWith('HTTP/2') ? 'HTTP/2.0' : 'HTTP/1.1';
      expect([...path.protocols], path.name).toEqual(path.name.startsWith('HTTP') ? [version] : []);
    }

    function receiveInNode(paths: Path[]): Promise<Received>[] {
      return paths.map(({ url }) =>
        receive(url, kEvents, { fetch: url.startsWith('https') ? http2Fetch : undefined }),
      );
    }

    async function receiveInPages(): Promise<Promise<Received>[]> {
      const received = network.paths.map(({ name }) => pages.report(name));
      const urls = network.paths.map(({ name, url }) => {
        const { origin, pathname, search } = new URL(url);
        const parameters = { route: name, url: pathname + search, last: String(kEvents) };
        return `${origin}/page?${new URLSearchParams(parameters)}`;
      });
      const frames = pages.frames(urls);
      const ports = network.paths.map(({ url }) => Number(new URL(url).port));
      const trusted = { ...network.certificate, ports };
      const stop = await openBrowser(engine as Engine, frames, { trusted });
      onTestFinished(stop);
      await pages.shown(urls.length);
      return received;
    }
  },
);
