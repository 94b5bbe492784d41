// [beyond the standard] `method` as a function: which request may follow which, and what it is sent with.
import { describe, expect, test } from 'vitest';
import type { ConnectionErrorEvent } from '../../web/index.ts';
import { ended, kUrl, openScripted } from '../support/scripted-requests.ts';

const failure = (seen: { event: Event }) => seen.event as ConnectionErrorEvent;

describe('a method function', () => {
  test.each([
    ['post', 'POST'],
    ['Get', 'GET'],
    ['query', 'query'],
    ['patch', 'patch'],
    [undefined, 'GET'],
  ])('that returns %s has %s sent, as fetch normalises it', async (given, method) => {
    const { requested } = openScripted({ method: () => given });
    expect((await requested(1))[0][1].method).toBe(method);
  });

  test.each(['GE T', 'connect', 'TRACE', '', 1, null])(
    'that returns %o fails for good',
    async (given) => {
      const { events } = openScripted({ method: () => given as string, retry: {} });
      const error = failure(await events.next('error'));
      expect(error).toMatchObject({ kind: 'request', willRetry: false });
      expect(error.message).toContain('the method function returned a wrong value');
    },
  );

  test('lets a GET resume what a POST began, with its body left out', async () => {
    const { requested, lines } = openScripted(
      { method: ({ lastEventId }) => (lastEventId ? 'GET' : 'POST'), body: 'question' },
      [ended(), ended()],
    );
    await requested(3);
    expect(lines()).toEqual([
      ['POST', kUrl, 'question'],
      ['GET', kUrl, null],
      ['GET', kUrl, null],
    ]);
  });

  test('does not have a POST sent twice', async () => {
    const { events, source, requested, lines } = openScripted({ method: () => 'POST' }, [ended()]);
    for (const type of ['open', 'message']) await events.next(type);
    expect(failure(await events.next('error'))).toMatchObject({ kind: 'end', willRetry: true });
    const error = failure(await events.next('error'));
    expect(error).toMatchObject({ kind: 'request', willRetry: false });
    expect(error.message).toContain('a POST is sent only once');
    expect(source.readyState).toBe(source.CLOSED);
    await requested(1);
    expect(lines()).toEqual([['POST', kUrl, null]]);
  });

  test('does not have a POST sent again after a GET', async () => {
    const methods = ['POST', 'GET', 'POST'];
    const { events, requests } = openScripted({ method: ({ attempt }) => methods[attempt - 1] }, [
      ended(),
      new Error('down'),
    ]);
    for (const type of ['open', 'message', 'error']) await events.next(type);
    expect(failure(await events.next('error'))).toMatchObject({ kind: 'network', willRetry: true });
    expect(failure(await events.next('error'))).toMatchObject({
      kind: 'request',
      willRetry: false,
    });
    expect(requests).toHaveLength(2);
  });

  test('may have a POST sent again with retry as an object', async () => {
    const { requested } = openScripted({ method: () => 'POST', retry: {} }, [ended()]);
    expect(await requested(2)).toHaveLength(2);
  });

  test('may have a POST sent again by reconnect(), once', async () => {
    const { events, source, requests } = openScripted({ method: () => 'POST' }, [ended(), ended()]);
    for (const type of ['open', 'message', 'error']) await events.next(type);
    source.reconnect();
    for (const type of ['open', 'message', 'error']) await events.next(type);
    expect(failure(await events.next('error'))).toMatchObject({ kind: 'request' });
    expect(requests).toHaveLength(2);
  });

  test('has the first POST sent, though an attempt before it failed', async () => {
    const { events, requested } = openScripted({
      connectTimeout: 10,
      method: () => 'POST',
      headers: ({ attempt }) =>
        attempt === 1 ? new Promise<never>(() => {}) : Promise.resolve({ 'x-a': '1' }),
    });
    expect(failure(await events.next('error'))).toMatchObject({ kind: 'timeout', willRetry: true });
    expect(await requested(1)).toHaveLength(1);
  });

  test('changes nothing about retry: false', async () => {
    const { events, source, requests } = openScripted({ method: () => 'GET', retry: false }, [
      ended(),
    ]);
    for (const type of ['open', 'message']) await events.next(type);
    while (source.readyState !== source.CLOSED) await new Promise((go) => setTimeout(go));
    expect([requests.length, events.untaken]).toEqual([1, []]);
  });
});

describe('a lost connection is retried', () => {
  test.each(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'QUERY', 'REPORT', 'PROPFIND', 'SEARCH'])(
    'of a %s, which is idempotent',
    async (method) => {
      const { events } = openScripted({ method }, [new Error('down')]);
      expect(failure(await events.next('error'))).toMatchObject({ willRetry: true });
    },
  );

  test.each(['POST', 'PATCH', 'query', 'REPORTS'])('but not of a %s', async (method) => {
    const { events } = openScripted({ method }, [new Error('down')]);
    expect(failure(await events.next('error'))).toMatchObject({ willRetry: false });
  });
});

describe('a body function', () => {
  test.each([undefined, null])('that returns %s has none sent', async (body) => {
    const { requested } = openScripted({ method: () => 'GET', body: async () => body });
    expect('body' in (await requested(1))[0][1]).toBe(false);
  });

  test('that returns one for a GET fails for good', async () => {
    const stream = new ReadableStream<Uint8Array>();
    for (const [body, method] of [
      ['b', 'GET'],
      [stream, 'head'],
    ] as const) {
      const { events, requests } = openScripted({ method: () => method, body: () => body });
      const error = failure(await events.next('error'));
      expect(error).toMatchObject({ kind: 'request', willRetry: false });
      expect(error.message).toContain(`body needs a method such as 'POST'`);
      expect(requests).toEqual([]);
    }
  });
});
