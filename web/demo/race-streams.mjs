// The streams of the race: the same for all, as fast as the connection takes them, or live.

import { setTimeout as wait } from 'node:timers/promises';

/** More would keep one page's race going for minutes. */
const kMostEvents = 500_000;

/** Events of one write at full speed: about 64 KiB. */
const kBlock = 300;

/** A piece of a response as language models send them, about 200 bytes. */
function eventText(index) {
  const delta = { content: ` word${index % 1000}` };
  const chunk = {
    id: `chatcmpl-${(index * 2654435761) % 1e12}`,
    object: 'chat.completion.chunk',
    created: 1700000000 + (index % 100000),
    model: 'large-2',
    choices: [{ index: 0, delta, logprobs: null, finish_reason: null }],
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

const blockText = (from, count) =>
  Array.from({ length: count }, (_, index) => eventText(from + index)).join('');

/** Sends `total` events and then nothing: a stream that ended would be asked for again. */
async function sendAll(response, total, perSecond) {
  let sent = 0;
  const start = performance.now();
  while (sent < total && !response.closed) {
    const due = perSecond ? Math.floor(((performance.now() - start) / 1000) * perSecond) : total;
    if (perSecond) {
      // One event a write, as they would come.
      for (; sent < Math.min(due, total); sent++) response.write(eventText(sent));
      await wait(1);
      continue;
    }
    const count = Math.min(kBlock, total - sent);
    const isTaken = response.write(blockText(sent, count));
    sent += count;
    if (!isTaken) await whenTaken(response);
  }
}

const whenTaken = (response) =>
  new Promise((resolve) => {
    response.once('drain', resolve);
    response.once('close', resolve);
  });

/**
 * GET /race/events?events=1000, with &rate=2000 for so many a second.
 *
 * @param {import('express').Express} app
 */
export function serveRaceStreams(app) {
  app.get('/race/events', (request, response) => {
    const events = Number(request.query.events);
    const rate = Number(request.query.rate ?? 0);
    if (!(events > 0 && events <= kMostEvents && rate >= 0)) {
      response.status(400).type('text').send(`events: 1 to ${kMostEvents}; rate: 0 or more\n`);
      return;
    }
    response.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.flushHeaders();
    void sendAll(response, events, rate);
  });
}
