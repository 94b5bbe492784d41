// What monitoring, mocks and middleware put in place of the global fetch.
import { expect, onTestFinished, test } from 'vitest';
import { serve } from '../support/scenario-client.ts';
import { openUrl, origin } from '../support/sources.ts';
import { cut, eventStream, hold, wait } from '../support/stream-scenario.ts';

type Change = (response: Response) => unknown;

const changes: [string, Change][] = [
  ['gives a clone and drops the response', (response) => response.clone()],
  [
    'reads a clone to its end',
    (response) => {
      response
        .clone()
        .text()
        .catch(() => {});
      return response;
    },
  ],
  [
    'reads the beginning of a clone',
    (response) => {
      const reader = response.clone().body?.getReader();
      // Rejected where the source is closed first.
      reader
        ?.read()
        .then(() => reader.cancel())
        .catch(() => {});
      return response;
    },
  ],
  ['gives another Response with its body', (response) => new Response(response.body, response)],
  [
    'pipes the body through a stream',
    (response) => new Response(response.body?.pipeThrough(new TransformStream()), response),
  ],
  ['freezes the response', (response) => Object.freeze(response)],
  [
    'gives a proxy of it',
    (response) =>
      new Proxy(response, {
        get(target, name) {
          const value = Reflect.get(target, name, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      }),
  ],
];

/** For as long as the test runs, requests of that URL go through the function. */
function wrapFetch(url: string, wrap: (response: Promise<Response>) => unknown, isCopied = false) {
  const own = globalThis.fetch;
  globalThis.fetch = ((input: string, init: RequestInit) => {
    if (input !== url) return own(input, init);
    return wrap(isCopied ? own(new Request(new Request(input, init))) : own(input, init));
  }) as typeof fetch;
  onTestFinished(() => {
    globalThis.fetch = own;
  });
}

/** Two connections, and the end of the second. */
async function expectToWork(wrap: Parameters<typeof wrapFetch>[1], isCopied?: boolean) {
  const scenario = await serve(origin, [
    eventStream('id: 1\ndata: 1\n\n', wait, 'data: 2\n\n', wait, cut),
    eventStream('data: 3\n\n', hold),
  ]);
  wrapFetch(scenario.url, wrap, isCopied);
  const { source, events } = openUrl(scenario.url);
  await events.next('open');
  for (const data of ['1', '2']) {
    expect(await events.messages(1)).toEqual([data]);
    await scenario.go();
  }
  for (const type of ['error', 'open', 'message']) await events.next(type);
  source.close();
  // What nobody handles fails the test run.
  const { requests } = await scenario.log({ dropped: 1 });
  expect(requests.map(({ lastEventId }) => lastEventId)).toEqual([null, '1']);
}

test.each(changes)('a fetch that %s is read, over two connections', async (_, change) =>
  expectToWork((response) => response.then(change)),
);

test('a fetch that makes Requests is read', () => expectToWork((response) => response, true));

test('a fetch that gives no promise, but what can be awaited, is read', () =>
  expectToWork((response) => ({ then: response.then.bind(response) })));
