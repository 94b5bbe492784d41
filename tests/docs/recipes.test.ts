// The recipes do what they promise, in Chromium.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findBlock } from './code-blocks.ts';
import { DocsServer, guarded, stream } from './docs-page.ts';

const recipe = (heading: string, which?: string | number) =>
  findBlock('docs/recipes.md', heading, which);

let docs: DocsServer;
beforeAll(async () => {
  docs = await DocsServer.start();
});
afterEach(() => docs.reset());
afterAll(() => docs.close());

const seen = (name: string) => docs.requests.map(({ headers }) => headers[name]);

/** Resolves when a request's connection has been closed by the page. */
const dropped = (index: number) =>
  new Promise<void>((resolve) => {
    const { socket } = docs.requests[index];
    if (socket.destroyed) resolve();
    else socket.on('close', () => resolve());
  });

describe('a token that expires', () => {
  test('is renewed after a 401', async () => {
    docs.handlers.set('/orders', guarded('fresh', stream('data: {"id":1}\n\n')));
    const page = await docs.run(recipe('A token that expires'));
    expect(await page.shown(1)).toEqual([{ id: 1 }]);
    expect(seen('authorization')).toEqual(['Bearer stale', 'Bearer fresh']);
  });

  test('leads to the login when the new one is refused, too', async () => {
    docs.handlers.set('/orders', guarded('another', stream('')));
    const page = await docs.run(recipe('A token that expires'));
    expect(await page.shown(1)).toEqual(['login']);
    expect(docs.requests).toHaveLength(2);
  });
});

describe('an LLM response', () => {
  const heading = 'Streaming an LLM response with POST';
  const words = 'data: {"text":"Be"}\n\ndata: {"text":"cause"}\n\n';

  test.for(['EventSource', 'EventStreamDecoderStream'])('is read by %s', async (name) => {
    const which = name === 'EventSource' ? 0 : 1;
    docs.handlers.set('/chat', guarded('secret', stream(`${words}data: [DONE]\n\n`)));
    const page = await docs.run(recipe(heading, which));
    expect(await page.ended()).toBe(true);
    expect(await page.shown(2)).toEqual([{ text: 'Be' }, { text: 'cause' }]);
    const [{ method, body, headers }] = docs.requests;
    expect([method, body, headers['content-type']]).toEqual([
      'POST',
      '{"question":"Why?"}',
      'application/json',
    ]);
    await dropped(0);
  });

  test('ends where the server ends it, and is not asked for again', async () => {
    docs.handlers.set('/chat', stream(words, false));
    const page = await docs.run(recipe(heading));
    expect(await page.ended()).toBe(true);
    expect(docs.requests).toHaveLength(1);
  });

  test('that is refused throws what the server said', async () => {
    docs.handlers.set('/chat', (_, response) => void response.status(402).send('no credit'));
    const page = await docs.run(recipe(heading));
    expect(await page.ended()).toContain('402');
  });

  test('is read by EventStreamDecoder', async () => {
    docs.handlers.set('/chat', stream(words, false));
    const page = await docs.run(recipe(heading, 2));
    expect(await page.ended()).toBe(true);
    expect(await page.shown(2)).toEqual(['{"text":"Be"}', '{"text":"cause"}']);
    expect(docs.requests[0].body).toBe('Why?');
  });
});

describe('the state of the connection', () => {
  const heading = 'Showing the state of the connection';

  test('is shown after a reconnect, too', async () => {
    docs.handlers.set('/prices', (request, response) => {
      stream('retry: 20\n\n', docs.requests.length === 2)(request, response);
    });
    const page = await docs.run(recipe(heading));
    expect(await page.shown(3)).toEqual([
      'connected',
      expect.stringMatching(/^the next attempt is in \d+ ms$/),
      'connected again',
    ]);
  });

  test('is final after a refusal', async () => {
    docs.handlers.set('/prices', (_, response) => void response.status(410).end());
    const page = await docs.run(recipe(heading));
    expect(await page.shown(1)).toEqual([expect.stringMatching(/^given up: .*410/)]);
  });
});

describe('listeners know', () => {
  const heading = 'Knowing when it is over';

  test('what the server responded with, and that it is done', async () => {
    docs.handlers.set('/jobs/7/log', (request, response) => {
      response.setHeader('X-Job', 'build');
      stream('data: compiling\n\ndata: linking\n\n', false)(request, response);
    });
    const page = await docs.run(recipe(heading));
    expect(await page.ended()).toBe(true);
    expect((await page.shown(4)).sort()).toEqual(['build', 'compiling', 'done', 'linking']);
  });

  test('that the server refused', async () => {
    docs.handlers.set('/jobs/7/log', (_, response) => void response.status(410).end());
    const page = await docs.run(recipe(heading));
    expect(await page.ended()).toContain('410');
  });
});

describe('an LLM response that survives a lost connection', () => {
  const heading = 'An LLM response that survives a lost connection';

  test('is begun by a POST and resumed by GETs, each after the last ID', async () => {
    const part = (id: number, data: string) => `retry: 20\nid: ${id}\ndata: ${data}\n\n`;
    docs.handlers.set('/responses', (request, response) => {
      response.setHeader('Location', '/responses/7');
      stream(part(1, '"Be"'), false)(request, response);
    });
    docs.handlers.set('/responses/7', (request, response) => {
      if (request.headers['last-event-id'] === '1') {
        stream(part(2, '"cause"'), false)(request, response);
      } else {
        stream(part(3, '[DONE]'))(request, response);
      }
    });
    const page = await docs.run(recipe(heading));
    expect(await page.ended()).toBe(true);
    expect(await page.shown(2)).toEqual(['Be', 'cause']);
    expect(docs.requests.map(({ method, body }) => [method, body])).toEqual([
      ['POST', '{"question":"Why?"}'],
      ['GET', ''],
      ['GET', ''],
    ]);
    expect(seen('last-event-id')).toEqual([undefined, '1', '2']);
    expect(seen('authorization')).toEqual(Array(3).fill('Bearer secret'));
  });

  test('is not asked for twice when the POST fails', async () => {
    docs.handlers.set('/responses', (request) => void request.socket.destroy());
    const page = await docs.run(recipe(heading));
    expect(await page.ended()).not.toBe(true);
    // The other is the one that tells a CORS refusal from a dead network.
    expect(docs.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });
});

test('a reloaded page goes on where it was', async () => {
  docs.handlers.set('/feed', (request, response) => {
    const next = Number(request.headers['last-event-id'] ?? 6) + 1;
    stream(`id: ${next}\ndata: ${next}\n\n`)(request, response);
  });
  const page = await docs.run(recipe('Resuming after a reload'));
  expect(await page.shown(1)).toEqual(['7']);
  await page.page.reload();
  expect(await page.shown(1)).toEqual(['8']);
  expect(seen('last-event-id')).toEqual([undefined, '7']);
});

describe('React', () => {
  const mount = (component: string) => `
    import { createElement, StrictMode, useState } from 'react';
    import { createRoot } from 'react-dom/client';
    const element = document.getElementById('root');
    globalThis.mounted = createRoot(element);
    mounted.render(${component});
  `;

  test('mounting twice leaves one source, unmounting none', async () => {
    docs.handlers.set('/prices', guarded('secret', stream('event: price\ndata: 12\n\n')));
    const page = await docs.run(
      recipe('React', 0),
      mount('createElement(StrictMode, null, createElement(Price, { token }))'),
    );
    await page.page.locator('output', { hasText: '12' }).waitFor();
    // A request that was ended at once may not have reached the server.
    const last = docs.requests.length - 1;
    for (let index = 0; index < last; index++) await dropped(index);
    expect(docs.requests[last].socket.destroyed).toBe(false);
    await page.page.evaluate('mounted.unmount()');
    await dropped(last);
  });

  test('another callback at every rendering keeps the connection', async () => {
    docs.handlers.set('/feed', stream('data: a\n\ndata: b\n\ndata: c\n\n'));
    const page = await docs.run(
      recipe('React', 1),
      `function Count() {
        const [texts, setTexts] = useState([]);
        useMessages('/feed', (data) => { show(data); setTexts([...texts, data]); });
        return createElement('output', null, texts.join(''));
      }${mount('createElement(Count)')}`,
    );
    expect(await page.shown(3)).toEqual(['a', 'b', 'c']);
    expect(docs.requests).toHaveLength(1);
  });
});

test('a service worker catches up and tells the pages', async () => {
  docs.handlers.set('/inbox', stream('id: 42\ndata: news\n\n', false));
  await docs.serveScript('/service-worker.js', recipe('Service workers', 0), 'iife');
  const opened = await docs.open();
  await opened.page.evaluate(`(async () => {
    navigator.serviceWorker.onmessage = ({ data }) => show(data);
    await navigator.serviceWorker.register('/service-worker.js');
    (await navigator.serviceWorker.ready).active.postMessage('41');
  })()`);
  expect(await opened.shown(1)).toEqual([{ data: 'news', lastEventId: '42' }]);
  expect(seen('last-event-id')).toEqual(['41']);
});

test('one connection serves all tabs', async () => {
  const heading = 'One connection for all tabs';
  const responses: { write(text: string): void }[] = [];
  docs.handlers.set('/feed', (request, response) => {
    stream(': open\n\n')(request, response);
    responses.push(response);
  });
  const first = await docs.run(recipe(heading));
  const second = await docs.run(recipe(heading));
  await Promise.all([first.ended(), second.ended()]);
  await expect.poll(() => responses.length, { timeout: 15_000 }).toBe(1);
  // A tab is given what comes once it has joined, and the second may still be about to.
  const sending = setInterval(() => responses[0].write('data: to all\n\n'), 50);
  try {
    expect(new Set(await first.shown(1))).toEqual(new Set(['to all']));
    expect(new Set(await second.shown(1))).toEqual(new Set(['to all']));
  } finally {
    clearInterval(sending);
  }
  expect(docs.requests).toHaveLength(1);
});
