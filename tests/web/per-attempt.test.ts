// [beyond the standard] `url` and `method` as functions, asked before every attempt as `headers` and `body`
// are: what they are told, what they may give, and what follows from it.
import { describe, expect, test } from 'vitest';
import type { Attempt, ConnectionErrorEvent } from '../../web/index.ts';
import { serve } from '../support/scenario-client.ts';
import { ended, kUrl, openScripted } from '../support/scripted-requests.ts';
import { open, openUrl, origin } from '../support/sources.ts';
import { end, eventStream, hold } from '../support/stream-scenario.ts';

const hello = ': hello\n\n';
const failure = (seen: { event: Event }) => seen.event as ConnectionErrorEvent;

describe('before every attempt', () => {
  test('url, method, headers and body are asked in this order, with one object', async () => {
    const asked: [string, Attempt][] = [];
    const ask =
      <T>(name: string, value: T) =>
      (attempt: Attempt) => {
        asked.push([name, attempt]);
        return value;
      };
    const { requested } = openScripted(
      {
        url: ask('url', '/x'),
        method: ask('method', 'PUT'),
        headers: ask('headers', { 'x-a': '1' }),
        body: ask('body', 'b'),
      },
      [ended()],
    );
    await requested(2);
    const names = ['url', 'method', 'headers', 'body'];
    expect(asked.map(([name]) => name)).toEqual([...names, ...names]);
    const attempts = asked.map(([, attempt]) => attempt);
    expect(new Set(attempts.slice(0, 4)).size).toBe(1);
    expect(new Set(attempts.slice(4)).size).toBe(1);
    expect(attempts[0]).toMatchObject({ attempt: 1, lastEventId: '', lastResponse: undefined });
    expect(attempts[4]).toMatchObject({ attempt: 2, lastEventId: '7' });
    expect(attempts[4].lastError).toMatchObject({ kind: 'end' });
  });

  test('the last response is told: status, headers, and URL', async () => {
    const told: Attempt['lastResponse'][] = [];
    const { requested } = openScripted(
      {
        url: ({ attempt, lastResponse }) => {
          told.push(lastResponse);
          return `?${attempt}`;
        },
        retry: { on: [503], maxInterval: 0 },
      },
      [
        new Error('down'),
        new Response('later', { status: 503, headers: { 'x-next': 'there' } }),
        new Error('down'),
        ended({ 'x-next': 'elsewhere' }),
      ],
    );
    await requested(5);
    expect(told.map((head) => head && [head.status, head.headers.get('x-next'), head.url])).toEqual(
      [
        undefined,
        undefined,
        [503, 'there', `${kUrl}?2`],
        [503, 'there', `${kUrl}?2`],
        [200, 'elsewhere', `${kUrl}?4`],
      ],
    );
  });

  test('functions may be async', async () => {
    const { requested, lines } = openScripted({
      url: async () => new URL('http://127.0.0.1:9/later'),
      method: async () => 'POST',
      body: async () => 'b',
    });
    await requested(1);
    expect(lines()).toEqual([['POST', 'http://127.0.0.1:9/later', 'b']]);
  });
});

describe('a url function', () => {
  test.each([
    ['https://other.example/a', 'https://other.example/a'],
    [new URL('https://other.example/b'), 'https://other.example/b'],
    ['/c?d#e', 'http://127.0.0.1:9/c?d#e'],
    ['f', 'http://127.0.0.1:9/f'],
    ['?g', `${kUrl}?g`],
    ['', kUrl],
    [undefined, kUrl],
    [null, kUrl],
  ])('that returns %o has %s requested; source.url stays', async (url, expected) => {
    const { requested, source } = openScripted({ url: () => url });
    const [[target]] = await requested(1);
    expect(target).toBe(expected);
    expect(source.url).toBe(kUrl);
  });

  test('decides the origin of events', async () => {
    const { events } = openScripted({ url: () => 'https://other.example/' }, [ended()]);
    await events.next('open');
    expect((await events.next('message')).event).toMatchObject({ origin: 'https://other.example' });
  });

  test('decides what the last event ID and the user info go with', async () => {
    const { requested } = openScripted(
      {
        url: ({ attempt }) => `http://ann:${attempt}@127.0.0.1:9/${attempt}?since=old&x`,
        lastEventIdParameter: 'since',
      },
      [ended()],
    );
    const requests = await requested(2);
    expect(requests.map(([url, { headers }]) => [url, headers.Authorization])).toEqual([
      ['http://127.0.0.1:9/1?since=old&x', `Basic ${btoa('ann:1')}`],
      ['http://127.0.0.1:9/2?x&since=7', `Basic ${btoa('ann:2')}`],
    ]);
    for (const [, { headers }] of requests) expect(headers['Last-Event-ID']).toBeUndefined();
  });

  test('decides what messages name', async () => {
    const { events } = openScripted({ url: () => 'http://ann:secret@127.0.0.1:9/there?secret' }, [
      new Error('down'),
    ]);
    const { message } = failure(await events.next('error'));
    expect(message).toContain('No connection to http://127.0.0.1:9/there (down)');
  });

  test('may return a URL whose contents are in the page', async () => {
    const { events } = openUrl(kUrl, { url: () => 'data:text/event-stream,data:%20a%0A%0A' });
    await events.next('open');
    expect(await events.messages(1)).toEqual(['a']);
  });

  test('with a scheme that fetch does not know fails for good, and nothing more is asked', async () => {
    let isAsked = false;
    const { events } = openUrl(kUrl, {
      url: () => 'ftp://127.0.0.1/',
      headers: () => {
        isAsked = true;
        return {};
      },
    });
    expect(failure(await events.next('error'))).toMatchObject({ kind: 'scheme', willRetry: false });
    expect(isAsked).toBe(false);
  });

  test.each([
    'http://user:S3CRET@ho st/',
    'http://S3CRET:S3CRET@host:port/',
    'http://ho st/?token=S3CRET#S3CRET',
    'http://[1:2/?S3CRET',
  ])('that returns %s, which is none, fails for good without a secret', async (url) => {
    const { events, requests, source } = openScripted({ url: async () => url, retry: {} });
    const error = failure(await events.next('error'));
    expect(error).toMatchObject({ kind: 'request', willRetry: false });
    expect(error.message).toMatch(/the url function returned a wrong value .*not a valid URL/);
    expect(`${error.message} ${(error.cause as Error).message}`).not.toContain('S3CRET');
    expect(source.readyState).toBe(source.CLOSED);
    expect(requests).toEqual([]);
  });

  test('with a new token after a 401 is asked once more, with the same URL it is over', async () => {
    for (const [tokens, count] of [
      [['a', 'a', 'b'], 1],
      [['a', 'b', 'c'], 2],
    ] as const) {
      const { events, requests } = openScripted(
        { url: ({ attempt }) => `?${tokens[attempt - 1]}`, retry: { on: [401] } },
        Array.from({ length: 3 }, () => new Response('', { status: 401 })),
      );
      expect(failure(await events.next('error'))).toMatchObject({ status: 401, willRetry: true });
      expect(failure(await events.next('error'))).toMatchObject({ status: 401, willRetry: false });
      expect(requests).toHaveLength(count);
    }
  });
});

describe.each(['url', 'method', 'headers', 'body'])('a %s function', (name) => {
  test('that throws fails for good, with the reason', async () => {
    const cause = new Error('not today');
    const throwing = () => {
      throw cause;
    };
    for (const value of [throwing, async () => throwing()]) {
      const { events, requests } = openScripted({ method: 'POST', [name]: value });
      const error = failure(await events.next('error'));
      expect(error).toMatchObject({ kind: 'request', cause, willRetry: false });
      expect(error.message).toContain(`the ${name} function failed (not today)`);
      expect(requests).toEqual([]);
    }
  });

  test('that throws is asked again if retry.on says so', async () => {
    const { events, requested } = openScripted({
      method: 'POST',
      [name]: ({ attempt }: Attempt) => {
        if (attempt === 1) throw new Error('not yet');
        return name === 'method' ? 'POST' : undefined;
      },
      retry: { on: ({ kind }) => kind === 'request' },
    });
    expect(failure(await events.next('error'))).toMatchObject({ willRetry: true });
    expect(await requested(1)).toHaveLength(1);
  });

  test('in which the source is closed is the last one that is asked', async () => {
    let asked = 0;
    const ask = () => {
      asked++;
      return undefined;
    };
    const { source, requests } = openScripted({
      url: ask,
      method: ask,
      headers: ask as never,
      body: ask,
      [name]: async () => {
        await undefined; // the source is there then
        source.close();
        asked = 0;
      },
    });
    while (source.readyState !== source.CLOSED) await new Promise((go) => setTimeout(go));
    // Another source has been through everything by then.
    await openScripted({ url: async () => '/', headers: async () => ({}) }).requested(1);
    expect([asked, requests]).toEqual([0, []]);
  });
});

test.each(['/events', {}, null])('the option url may not be %o', (url) => {
  expect(() => openUrl(kUrl, { url: url as never })).toThrow(
    new TypeError(
      `Failed to construct 'EventSource': url must be a function (got ${
        url === null ? 'null' : `a${typeof url === 'object' ? 'n' : ''} ${typeof url}`
      })`,
    ),
  );
});

test('the platform’s fetch sends what the functions gave', async () => {
  const resumed = await serve(origin, [eventStream(hello, hold)]);
  const { events, scenario } = await open([eventStream('id: 1\ndata: a\n\n', end)], {
    url: ({ attempt }) => (attempt === 1 ? undefined : resumed.url),
    method: ({ attempt }) => (attempt === 1 ? 'POST' : 'GET'),
    headers: { 'content-type': 'text/plain' },
    body: 'b',
  });
  for (const type of ['open', 'message', 'error', 'open']) await events.next(type);
  expect((await scenario.log()).requests).toMatchObject([{ method: 'POST', body: 'b' }]);
  const { requests } = await resumed.log();
  expect(requests).toMatchObject([{ method: 'GET', body: '', lastEventId: '1' }]);
});
