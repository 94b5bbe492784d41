// Events come all, once and in order, whatever listeners do and however the stream is cut.
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadCore } from '../../web/core/load-core.ts';
import { EventStreamDecoder } from '../../web/decoder.ts';
import { EventSource } from '../../web/index.ts';
import { EventReader, Progress } from '../../web/parser/event-reader.ts';
import { fedStream } from '../support/fed-stream.ts';
import { parseByTheStandard } from '../support/reference-parser.ts';
import { scriptedFetch } from '../support/scripted-fetch.ts';
import { openUrl } from '../support/sources.ts';

const kUrl = 'http://127.0.0.1:9/';
const encoder = new TextEncoder();
// A source whose chunks come when the test says so.
function openChunks() {
  const { body, send } = fedStream();
  const source = EventSource.fromReadableStream(body);
  onTestFinished(() => source.close());
  let bytes = 0;
  return {
    source,
    send(chunk: Uint8Array | string) {
      const sent = typeof chunk === 'string' ? encoder.encode(chunk) : chunk;
      bytes += sent.length;
      send(sent);
    },
    async delivered() {
      while (source.stats.bytes < bytes) await new Promise((resolve) => setTimeout(resolve));
      // Delivery takes one task an event at the most.
      for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

describe('while the memory grows', () => {
  const kEvents = 4000;
  const data = (n: number) => `${n} ${'x'.repeat(n % 90)}${n % 7 === 0 ? '\u00e4\u4e2d' : ''}`;
  const numbers = Array.from({ length: kEvents }, (_, n) => n);
  const text = numbers.map((n) => `id: ${n}\ndata: ${data(n)}\n\n`).join('');
  const expected = numbers.map((n) => [data(n), `${n}`]);

  // At once, within the listener, or from a microtask soon after.
  // The smallest come first, as what one leaves behind is room for the next.
  const kGrowth: Record<string, (n: number) => void> = {
    'other sources are made': () => {
      const other = new EventSource(kUrl, { fetch: () => new Promise(() => {}) });
      onTestFinished(() => other.close());
    },
    'types with long names are added': (n) => {
      for (let i = 0; i < 10; i++)
        target.addEventListener(`${n} ${i} ${'y'.repeat(900)}`, () => {});
    },
    'decoders are made': () => {
      const decoder = new EventStreamDecoder();
      decoder.decode(encoder.encode(`data: ${'x'.repeat(50_000)}`));
      kept.push(decoder);
    },
  };
  const kept: EventStreamDecoder[] = [];
  let target: EventSource;
  test.each(Object.keys(kGrowth))('since %s in listeners', async (name) => {
    await EventStreamDecoder.load();
    const core = await loadCore();
    const other = openUrl(kUrl, {
      fetch: scriptedFetch([{ chunks: ['data: ready\n\n'], then: 'hold' }]),
    });
    target = other.source;
    for (const type of ['open', 'message']) await other.events.next(type);
    const before = core.bytes.length;
    const { source } = openUrl(kUrl, {
      fetch: scriptedFetch([
        { chunks: [text.slice(0, 100_000), text.slice(100_000)], then: 'hold' },
      ]),
    });
    const came: string[][] = [];
    await new Promise<void>((resolve) => {
      source.onmessage = ({ data, lastEventId }) => {
        came.push([data, lastEventId]);
        if (came.length % 10 === 1 || core.bytes.length === before) kGrowth[name](came.length);
        if (came.length === kEvents) resolve();
      };
    });
    for (const decoder of kept) decoder.close();
    expect(came).toEqual(expected);
    expect(core.bytes.length).toBeGreaterThan(before);
  });
});

describe('listeners that come between the bytes of an event', () => {
  const stream = encoder.encode(
    'event: a\nid: 1\ndata: 1\n\ndata: m\nevent: a\n\nevent: a\r\ndata: 2\r\ndata: \u00e4\r\n\r\nevent: a\ndata: 3\n\n',
  );
  const all = parseByTheStandard(stream).observations;

  test('get it, wherever that is', async () => {
    const core = await loadCore();
    for (let cut = 0; cut <= stream.length; cut++) {
      const handle = core.functions.createSource(1 << 20);
      const came: unknown[] = [];
      const reader = new EventReader<string>(core, handle, {
        onEvent: (event, data, lastEventId) => came.push({ event, data, lastEventId }),
        onRetry: () => {},
      });
      const deliver = (chunk: Uint8Array) => {
        reader.push(chunk);
        expect(reader.deliver()).toBe(Progress.Done);
      };
      deliver(stream.subarray(0, cut));
      reader.addType('a', 'a');
      deliver(stream.subarray(cut));
      const missed = parseByTheStandard(stream.subarray(0, cut)).observations.length;
      expect(came, `after ${cut} bytes`).toEqual(all.slice(missed));
      core.functions.destroySource(handle);
    }
  });

  test('get it, when the listener of the event before adds them', async () => {
    for (let cut = 0; cut <= stream.length; cut++) {
      const { source, send, delivered } = openChunks();
      const came: string[] = [];
      source.addEventListener('first', () => {
        source.addEventListener('a', ({ data }) => came.push(data));
      });
      const whole = new Uint8Array([...encoder.encode('event: first\ndata\n\n'), ...stream]);
      send(whole.subarray(0, cut));
      send(whole.subarray(cut));
      await delivered();
      expect(came, `after ${cut} bytes`).toEqual(['1', 'm', '2\n\u00e4', '3']);
      source.close();
    }
  });

  test('a loop that begins there gets it, too', async () => {
    for (let cut = 0; cut <= stream.length; cut += 3) {
      const { source, send, delivered } = openChunks();
      send(stream.subarray(0, cut));
      await delivered();
      const iterator = source[Symbol.asyncIterator]();
      const wanted = all.slice(parseByTheStandard(stream.subarray(0, cut)).observations.length);
      const came: unknown[] = [];
      send(stream.subarray(cut));
      while (came.length < wanted.length) {
        const { value } = await iterator.next();
        came.push({ event: value?.type, data: value?.data, lastEventId: value?.lastEventId });
      }
      expect(came, `after ${cut} bytes`).toEqual(wanted);
      source.close();
    }
  });
});

describe('reset() in a listener', () => {
  const text = 'data: 1\n\ndata: 2\n\nid: 3\ndata: 3\n\nid: part\ndata: p';
  const next = 'data: next\n\n';
  const dataOf = (stream: string) =>
    parseByTheStandard(encoder.encode(stream)).observations.map(
      (observation) => 'data' in observation && observation.data,
    );

  test('discards what is incomplete, and nothing else, however the stream is cut', async () => {
    for (let cut = 'data: 1\n\n'.length; cut <= text.length; cut++) {
      const { source, send, delivered } = openChunks();
      const came: string[] = [];
      source.addEventListener('message', ({ data }) => came.push(data));
      source.addEventListener('message', () => source.reset(), { once: true });
      send(text.slice(0, cut));
      await delivered();
      send(`\n\n${next}`);
      await delivered();
      expect(came, `cut after ${cut}`).toEqual([...dataOf(text.slice(0, cut)), 'next']);
      expect(source.lastEventId).toBe(text.slice(0, cut).includes('data: 3\n\n') ? '3' : '');
      source.close();
    }
  });

  test('is for what came before it, though listeners are still busy with earlier events', async () => {
    const { source, send, delivered } = openChunks();
    const came: string[] = [];
    source.addEventListener('message', async ({ data }) => {
      came.push(data);
      const end = performance.now() + 10;
      while (performance.now() < end); // so that reading goes ahead
      if (data !== '1') return;
      send('data: 2\n\ndata: 3');
      send('\n\ndata: 4\n');
      send('\ndata: part');
      await delivered();
      source.reset();
      send('data: next\n\ndata: other part');
      await delivered();
      source.reset();
      send('data: last\n\n');
    });
    send('data: 1\n\ndata: 1b\n\n');
    while (came.at(-1) !== 'last') await delivered();
    expect(came).toEqual(['1', '1b', '2', '3', '4', 'next', 'last']);
  });
});

describe('what a callback sees is what the stream had said at that place', () => {
  const lines = [
    'id: 1',
    '',
    ': 1',
    'id: 2',
    ': 1',
    'data: x',
    ': 1',
    'retry: 70',
    '',
    ': 2',
    'id: 3',
    'event: nobody listens to it',
    'data: y',
    '',
    ': 3',
    'id: 4',
    'data: z',
    '',
    ': 4',
    'id',
    '',
    ': ',
    '',
  ];
  const text = lines.join('\n');

  test('lastEventId in onComment and in listeners, however the stream is cut', async () => {
    for (const size of [1, 2, 3, 7, 20, 1000]) {
      const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
        text.slice(i * size, (i + 1) * size),
      );
      const seen: string[][] = [];
      await new Promise<void>((resolve) => {
        const { source } = openUrl(kUrl, {
          fetch: scriptedFetch([{ chunks, then: 'hold' }]),
          retryInterval: 30,
          onComment(comment) {
            seen.push([comment, source.lastEventId]);
            if (comment === '') resolve();
          },
        });
        source.onmessage = (event) => {
          seen.push([event.lastEventId, source.lastEventId]);
          if (event.data === 'x') seen.push([`${source.reconnectionTime}`, '70']);
        };
      });
      const told = seen.map(([first]) => first);
      expect(told).toEqual(['1', '1', '1', '2', '70', '2', '3', '4', '4', '']);
      expect(
        seen.map(([, stated]) => stated),
        `chunks of ${size}`,
      ).toEqual(told);
    }
  });

  test.each(['1', '2', '3', '4', ''])(
    'reconnect() in the comment after id %j asks for what follows that',
    async (comment) => {
      const asked: string[] = [];
      await new Promise<void>((resolve) => {
        let isFirst = true;
        const fetch = scriptedFetch([{ chunks: [text], then: 'hold' }]);
        const { source } = openUrl(kUrl, {
          fetch,
          headers({ lastEventId }) {
            asked.push(lastEventId);
            return {};
          },
          onComment(text) {
            if (text !== comment || !isFirst) return;
            isFirst = false;
            source.reconnect();
            resolve();
          },
        });
      });
      expect(asked).toEqual(['', comment]);
    },
  );

  test.each(['1', '2', '3', '4', ''])(
    'close() in the comment after id %j keeps that',
    async (comment) => {
      const source = await new Promise<EventSource>((resolve) => {
        const { source } = openUrl(kUrl, {
          fetch: scriptedFetch([{ chunks: [text], then: 'hold' }]),
          onComment(text) {
            if (text !== comment) return;
            source.close();
            resolve(source);
          },
        });
      });
      expect(source.lastEventId).toBe(comment);
    },
  );
});
