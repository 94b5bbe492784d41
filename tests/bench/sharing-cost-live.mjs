// What an event of a live stream costs the main threads of pages in Chromium: of one with a connection of its
// own, and of two that share one. All at the same time, so that all find the machine the same.
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { inRoot } from '../../tools/files.mjs';
import { programOf } from './browsers.mjs';

const kWarm = 2000; // ms
const kSeconds = 4; // a round
const kRounds = 7;

/** Serves dist/, and a stream of events of about 200 bytes each. */
async function startServer(rate) {
  const open = new Set();
  const server = createServer(({ url }, response) => {
    if (url.startsWith('/events')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      response.socket.setNoDelay(true);
      open.add(response);
      response.once('close', () => open.delete(response));
    } else if (url.startsWith('/dist/')) {
      response.writeHead(200, { 'content-type': 'text/javascript' });
      createReadStream(inRoot(url.slice(1))).pipe(response);
    } else {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>');
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const data = `data: {"token":"${'word '.repeat(34)}"}\n\n`;
  const began = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    // One at a time: what falls behind is not made up for in larger chunks.
    if (sent++ > ((performance.now() - began) / 1000) * rate) return void sent--;
    for (const response of open) response.write(`id: ${sent}\n${data}`);
  }, 1);
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close() {
      clearInterval(timer);
      server.closeAllConnections();
      server.close();
    },
  };
}

async function openPage(browser, origin, share) {
  const page = await browser.newPage();
  await page.goto(origin);
  const open = async ({ module, share }) => {
    const { EventSource } = await import(module);
    globalThis.events = 0;
    globalThis.source = new EventSource('/events', { share });
    source.onmessage = () => globalThis.events++;
    await source.opened;
  };
  await page.evaluate(open, { module: '/dist/index.js', share });
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return {
    role: () => page.evaluate(() => globalThis.source.stats.sharing),
    /** s of its main thread's tasks so far, and events. */
    async read() {
      const { metrics } = await session.send('Performance.getMetrics');
      const events = await page.evaluate(() => globalThis.events);
      return { events, seconds: metrics.find(({ name }) => name === 'TaskDuration').value };
    },
  };
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** @param {number} rate events per second @returns us of the main thread per event, by kind of source */
export async function measureLive(rate) {
  const server = await startServer(rate);
  const launched = await chromium.launch({
    executablePath: programOf('chromium'),
    // A page, a process, so that each has a main thread.
    args: ['--no-sandbox', '--disable-features=ProcessPerSiteUpToMainFrameThreshold'],
  });
  try {
    const browser = await launched.newContext();
    const pages = {
      own: await openPage(browser, server.origin, undefined),
      leader: await openPage(browser, server.origin, true),
      follower: await openPage(browser, server.origin, true),
    };
    for (const name of ['leader', 'follower']) {
      const role = await pages[name].role();
      if (role !== name) throw new Error(`the ${name} says that it is ${role}`);
    }
    await sleep(kWarm);
    const rounds = [];
    for (let round = 0; round < kRounds; round++) {
      const read = () => Promise.all(Object.values(pages).map((page) => page.read()));
      const before = await read();
      await sleep(kSeconds * 1000);
      const after = await read();
      rounds.push(
        after.map(
          ({ events, seconds }, i) =>
            ((seconds - before[i].seconds) * 1e6) / (events - before[i].events),
        ),
      );
    }
    return Object.keys(pages).map((name, i) => ({
      name,
      us: median(rounds.map((each) => each[i])),
      times: median(rounds.map((each) => each[i] / each[0])),
    }));
  } finally {
    await launched.close();
    server.close();
  }
}
