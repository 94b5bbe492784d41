// Bodies of responses and streams of the caller's own, of every make and of bad make.
import { describe, expect, onTestFinished, test } from 'vitest';
import { type ConnectionErrorEvent, EventSource } from '../../web/index.ts';
import { record } from '../support/recorder.ts';
import { sharedBuffer } from '../support/shared-buffer.ts';
import { openUrl } from '../support/sources.ts';
import { testWhere } from '../support/where.ts';

const kUrl = 'http://127.0.0.1:9/';
const headers = new Headers({ 'content-type': 'text/event-stream' });
const bytes = (text: string) => new TextEncoder().encode(text);

/** A source whose first response has the body, and whose others do not come. */
function openBody(body: unknown, status = 200) {
  let requests = 0;
  const response = { status, headers, body } as Response;
  return openUrl(kUrl, {
    fetch: () => (requests++ === 0 ? Promise.resolve(response) : new Promise(() => {})),
  });
}

const failure = (seen: { event: Event }) => seen.event as ConnectionErrorEvent;

async function expectFinal(body: unknown, says: RegExp, before: string[] = []) {
  const { events, source } = openBody(body);
  for (const type of before) await events.next(type);
  const seen = await events.next('error');
  expect(failure(seen)).toMatchObject({ kind: 'request', willRetry: false });
  expect(failure(seen).message).toMatch(says);
  expect(seen.readyState).toBe(source.CLOSED);
}

function detached(): Uint8Array {
  const chunk = bytes('data: a\n\n');
  structuredClone(chunk.buffer, { transfer: [chunk.buffer] });
  return chunk;
}

class SharingBytes extends Uint8Array {
  override slice(...range: [number?, number?]): Uint8Array<ArrayBuffer> {
    return this.subarray(...range) as Uint8Array<ArrayBuffer>;
  }
}

/** What `getReader` of a stream that is none of the platform's returns. */
function streamOf(read: () => unknown, cancel: () => unknown = () => {}) {
  return { locked: false, getReader: () => ({ read, cancel }) };
}

describe('a body is read that', () => {
  test('can only be iterated over, as those of node-fetch', async () => {
    const { events } = openBody({
      async *[Symbol.asyncIterator]() {
        yield bytes('data: a\n\nda');
        yield bytes('ta: b\n\n');
      },
    });
    await events.next('open');
    expect(await events.messages(2)).toEqual(['a', 'b']);
    expect(failure(await events.next('error'))).toMatchObject({ kind: 'end', willRetry: true });
  });

  test('breaks while it is iterated over, which is a lost connection', async () => {
    const cause = new Error('reset');
    const { events } = openBody({
      async *[Symbol.asyncIterator]() {
        yield bytes('data: a\n\n');
        throw cause;
      },
    });
    await events.next('open');
    expect(await events.messages(1)).toEqual(['a']);
    expect(failure(await events.next('error'))).toMatchObject({ kind: 'network', cause });
  });

  test('is let go when the source is closed while it is iterated over', async () => {
    let returned = () => {};
    const gone = new Promise<void>((resolve) => {
      returned = resolve;
    });
    const { events, source } = openBody({
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: async () => {
          returned();
          return { done: true, value: undefined };
        },
      }),
    });
    await events.next('open');
    source.close();
    await gone;
  });

  test('is null, which is an empty stream', async () => {
    const { events } = openBody(null);
    await events.next('open');
    expect(failure(await events.next('error'))).toMatchObject({ kind: 'end', willRetry: true });
  });

  test.each<[string, () => unknown]>([
    ['a view of another kind', () => new DataView(bytes('data: a\n\n').buffer)],
    ['an ArrayBuffer', () => bytes('data: a\n\n').buffer],
    ['a part of a buffer', () => bytes('xxdata: a\n\nyy').subarray(2, 11)],
  ])('brings %s', async (_, chunk) => {
    const results = [{ done: false, value: chunk() }, { done: true }];
    const { events } = openBody(streamOf(async () => results.shift()));
    await events.next('open');
    expect(await events.messages(1)).toEqual(['a']);
  });

  const shared = sharedBuffer(bytes('data: a\n\n'));
  testWhere(shared, 'the engine has no WebAssembly to get one from')(
    'brings a SharedArrayBuffer',
    async () => {
      const results = [{ done: false, value: shared }, { done: true }];
      const { events } = openBody(streamOf(async () => results.shift()));
      await events.next('open');
      expect(await events.messages(1)).toEqual(['a']);
    },
  );

  test.each([
    ['a buffer', new Uint8Array(9)],
    ['a buffer whose slice() makes no copy, as that of Node', new SharingBytes(9)],
  ])('uses %s again for each of its chunks', async (_, buffer) => {
    let count = 0;
    const read = async () => {
      if (count === 20) return { done: true };
      buffer.set(bytes(`data: ${String.fromCharCode(97 + count++)}\n\n`));
      return { done: false, value: buffer };
    };
    const { events } = openBody(streamOf(read));
    await events.next('open');
    expect((await events.messages(20)).join('')).toBe('abcdefghijklmnopqrst');
  });
});

testWhere(typeof document === 'object', 'Node has no windows')(
  'a Response of another window is read',
  async () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    onTestFinished(() => frame.remove());
    const other = frame.contentWindow as unknown as typeof globalThis;
    const chunk = new other.TextEncoder().encode('data: a\n\n');
    const stream = new other.ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(chunk);
      },
    });
    const { events } = openUrl(kUrl, {
      signal: new other.AbortController().signal,
      headers: new other.Headers({ 'X-A': '1' }),
      fetch: async () =>
        new other.Response(stream, { headers: { 'content-type': 'text/event-stream' } }),
    });
    await events.next('open');
    expect(await events.messages(1)).toEqual(['a']);
  },
);

describe('final is a body that', () => {
  test('is missing, where fetch cannot stream', () => expectFinal(undefined, /as a stream/));
  test.each([
    ['a string', 'data: a\n\n'],
    ['a Blob', new Blob([])],
    ['an object', {}],
  ])('is %s', (_, body) => expectFinal(body, /cannot be read/));

  test('has a getReader that throws', () =>
    expectFinal(
      {
        getReader() {
          throw new Error('not for you');
        },
      },
      /not for you/,
    ));

  test.each([
    ['a reader without read', { getReader: () => ({}) }],
    ['no reader', { getReader: () => null }],
    ['an iterator without next', { [Symbol.asyncIterator]: () => ({}) }],
    ['no iterator', { [Symbol.asyncIterator]: () => undefined }],
  ])('gives %s', (_, body) => expectFinal(body, /cannot be read as a stream/));

  test.each([
    ['a buffer that was given away', detached(), /must be bytes/],
    ['text', 'data: secret\n\n', /got a string/],
    ['nothing', undefined, /got undefined/],
    ['arrays', [1], /got an array/],
  ])('brings %s', (_, value, says) =>
    expectFinal(
      streamOf(async () => ({ done: false, value })),
      says,
      ['open'],
    ),
  );

  test.each([undefined, null, 1])('gives %s for a read', (result) =>
    expectFinal(
      streamOf(async () => result),
      /a read must give an object/,
      ['open'],
    ),
  );
});

test.each([
  [
    'throws',
    () => {
      throw new Error('no');
    },
  ],
  ['rejects', () => Promise.reject(new Error('no'))],
])('close() does not care for a cancel() that %s', async (_, cancel) => {
  const stream = streamOf(() => new Promise(() => {}), cancel);
  const source = EventSource.fromReadableStream(stream as unknown as ReadableStream);
  const events = record(source);
  await events.next('open');
  source.close();
  expect(source.readyState).toBe(source.CLOSED);
});

test('chunks without a byte do not keep the page from its work, and are nothing to idleTimeout', async () => {
  const read = async () => ({ done: false, value: new Uint8Array(0) });
  let requests = 0;
  const { events } = openUrl(kUrl, {
    idleTimeout: 50,
    fetch: () =>
      requests++ === 0
        ? Promise.resolve({ status: 200, headers, body: streamOf(read) } as unknown as Response)
        : new Promise(() => {}),
  });
  await events.next('open');
  expect(failure(await events.next('error'))).toMatchObject({ kind: 'timeout' });
});

describe('the excerpt of a refused response', () => {
  test('of one huge chunk decodes no more than it needs', async () => {
    const { decode } = TextDecoder.prototype;
    let most = 0;
    TextDecoder.prototype.decode = function (input, options) {
      most = Math.max(most, input?.byteLength ?? 0);
      return decode.call(this, input, options);
    };
    onTestFinished(() => {
      TextDecoder.prototype.decode = decode;
    });
    const huge = new Uint8Array(1 << 20).fill(120);
    const results = [{ done: false, value: huge }, { done: true }];
    const { events } = openBody(
      streamOf(async () => results.shift()),
      500,
    );
    expect(failure(await events.next('error')).body).toBe('x'.repeat(1024));
    expect(most).toBeLessThan(4096);
  });

  test('has 1024 characters of any length, a byte order mark before them or not', async () => {
    for (const text of ['…'.repeat(2000), `\uFEFF${'…'.repeat(2000)}`, '😀'.repeat(2000)]) {
      const results = [{ done: false, value: bytes(text) }, { done: true }];
      const { events } = openBody(
        streamOf(async () => results.shift()),
        500,
      );
      expect(failure(await events.next('error')).body).toBe(
        text.replace('\uFEFF', '').slice(0, 1024),
      );
    }
  });
});

describe('a body is let go of, without a look at the signal, when', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['a redirect is refused', { status: 302 }, 'redirect'],
    ['the status is missing', { status: undefined }, 'request'],
    ['the headers are missing', { headers: undefined }, 'request'],
    ['the headers cannot be read', { headers: new Map([['a b', 'c']]) }, 'request'],
  ])('%s', async (_, members, kind) => {
    let cancelled = () => {};
    const gone = new Promise<void>((resolve) => {
      cancelled = resolve;
    });
    const body = new ReadableStream<Uint8Array>({ cancel: cancelled });
    const { events } = openUrl(kUrl, {
      redirect: 'error',
      fetch: async () => ({ status: 200, headers, body, ...members }) as unknown as Response,
    });
    expect(failure(await events.next('error'))).toMatchObject({ kind, willRetry: false });
    await gone;
  });
});
