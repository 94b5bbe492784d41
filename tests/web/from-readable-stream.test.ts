// EventSource.fromReadableStream(), lastEventId, reconnectionTime and reset(), as proposed for the
// standard in https://github.com/whatwg/html/pull/12272.
import { describe, expect, onTestFinished, test } from 'vitest';
import { EventSource } from '../../web/index.ts';
import { fedStream } from '../support/fed-stream.ts';
import { record } from '../support/recorder.ts';
import { testWhere } from '../support/where.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function sourceOf(stream: ReadableStream<Uint8Array>, types?: string[]) {
  const source = EventSource.fromReadableStream(stream);
  onTestFinished(() => source.close());
  return { source, events: record(source, types) };
}

/** A source over the readable end of a TransformStream, and what to write into the other end. */
function pipe() {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  return { ...sourceOf(readable), write: (text: string) => writer.write(bytes(text)), writer };
}

function streamOf(...pieces: string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(bytes(piece));
      controller.close();
    },
  });
}

/** WebKitGTK has none of its own making. */
function hasByteStreams(): boolean {
  try {
    return Boolean(new ReadableStream({ type: 'bytes' }));
  } catch {
    return false;
  }
}

describe('a source over a stream', () => {
  test('has the URL about:event-stream, sends no credentials, and is connecting at first', () => {
    const { source } = pipe();
    expect(source).toBeInstanceOf(EventSource);
    expect(source.url).toBe('about:event-stream');
    expect(source.withCredentials).toBe(false);
    expect(source.readyState).toBe(source.CONNECTING);
  });

  test('reads on when it is told to reconnect, as there is no other stream', async () => {
    const { source, events, write } = pipe();
    source.reconnect();
    await events.next('open');
    void write('data: 1\n\nda');
    expect(await events.messages(1)).toEqual(['1']);
    source.reconnect();
    void write('ta: 2\n\n');
    expect(await events.messages(1)).toEqual(['2']);
    expect(source.stats.connections).toBe(1);
  });

  test('opens, delivers, and closes with an error at the end, without another try', async () => {
    const { source, events } = sourceOf(streamOf('id: 7\nevent: x\ndata: 1\n\ndata: 2\n\n'), ['x']);
    expect((await events.next('open')).readyState).toBe(source.OPEN);
    const { event } = await events.next('x');
    expect(event).toMatchObject({ data: '1', lastEventId: '7', origin: 'null' });
    expect(await events.messages(1)).toEqual(['2']);
    const error = await events.next('error');
    expect(error.readyState).toBe(source.CLOSED);
    expect(error.event).toMatchObject({ kind: 'end', willRetry: false });
  });

  test('delivers the complete events before an error of the stream, and tells its cause', async () => {
    const { source, events, write, writer } = pipe();
    await write('data: 1\n\ndata: 2');
    expect((await events.next('open')).readyState).toBe(source.OPEN);
    expect(await events.messages(1)).toEqual(['1']);
    const reason = new Error('the pipe broke');
    writer.abort(reason).catch(() => {});
    const { event, readyState } = await events.next('error');
    expect(readyState).toBe(source.CLOSED);
    expect((event as ErrorEvent & { cause: unknown }).cause).toBe(reason);
    expect(event).toMatchObject({ kind: 'network', willRetry: false });
  });

  test('delivers what came right before an error, even before it has opened', async () => {
    const { body, controller, send } = fedStream();
    const { events } = sourceOf(body);
    send('data: 1\n\n');
    controller.error(new Error('cut'));
    await events.next('open');
    expect(await events.messages(1)).toEqual(['1']);
    await events.next('error');
  });

  testWhere(hasByteStreams(), 'the engine has no byte streams')(
    'takes a stream of bytes',
    async () => {
      const stream = new ReadableStream({
        type: 'bytes',
        start(controller) {
          controller.enqueue(bytes('data: a\n\ndata: b'));
          controller.enqueue(bytes('\n\n'));
          controller.close();
        },
      });
      const { events } = sourceOf(stream);
      await events.next('open');
      expect(await events.messages(2)).toEqual(['a', 'b']);
      await events.next('error');
    },
  );

  testWhere(hasByteStreams(), 'the engine has no byte streams')(
    'ends when a stream of bytes is closed while it waits',
    async () => {
      let close = () => {};
      const stream = new ReadableStream({
        type: 'bytes',
        start(controller) {
          controller.enqueue(bytes('data: a\n\n'));
          close = () => controller.close();
        },
      });
      const { events } = sourceOf(stream);
      await events.next('open');
      expect(await events.messages(1)).toEqual(['a']);
      close();
      expect((await events.next('error')).event).toMatchObject({ kind: 'end' });
    },
  );

  test('locks the stream, and lets it go with close()', async () => {
    let cancelled = () => {};
    const gone = new Promise<void>((resolve) => {
      cancelled = resolve;
    });
    const stream = new ReadableStream<Uint8Array>({ cancel: () => cancelled() });
    const { source, events } = sourceOf(stream);
    expect(stream.locked).toBe(true);
    source.close();
    expect(source.readyState).toBe(source.CLOSED);
    await gone;
    expect(events.untaken).toEqual([]);
  });

  test('fails for a chunk that is not bytes', async () => {
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue('data: a\n\n');
      },
    });
    const { events } = sourceOf(stream);
    await events.next('open');
    const { event } = await events.next('error');
    expect((event as ErrorEvent & { cause: unknown }).cause).toBeInstanceOf(TypeError);
  });
});

test.each([undefined, null, {}, 'stream', bytes('x')])('%s is no stream', (value) => {
  expect(() => EventSource.fromReadableStream(value as unknown as ReadableStream)).toThrow(
    TypeError,
  );
});

test('a locked stream is refused', () => {
  const stream = streamOf('data: a\n\n');
  stream.getReader();
  expect(() => EventSource.fromReadableStream(stream)).toThrow(TypeError);
});

describe('lastEventId and reconnectionTime', () => {
  test('change with the block, and with the line, that sets them', async () => {
    const { source, events, write } = pipe();
    expect(source.lastEventId).toBe('');
    expect(source.reconnectionTime).toBe(1000);
    await write('retry: 4321\nid: 1\ndata: a\n\n');
    await events.next('open');
    await events.next('message');
    expect(source.lastEventId).toBe('1');
    expect(source.reconnectionTime).toBe(4321);
    await write('id: 2\n\nid: half\ndata: b\n\nid: 3\ndata: never');
    expect((await events.next('message')).lastEventId).toBe('half');
    expect(source.lastEventId).toBe('half');
  });

  test('stay readable after close()', async () => {
    const { source, events, write } = pipe();
    await write('retry: 5\nid: last\ndata: a\n\n');
    await events.next('open');
    await events.next('message');
    source.close();
    expect(source.lastEventId).toBe('last');
    expect(source.reconnectionTime).toBe(5);
  });
});

test('reset() throws away half an event, so that responses can be piped one after the other', async () => {
  const { source, events, write } = pipe();
  await write('\uFEFFid: 1\ndata: a\n\nid: 2\ndata: half');
  await events.next('open');
  expect((await events.next('message')).data).toBe('a');
  source.reset();
  expect(source.lastEventId).toBe('1');
  // A byte order mark is dropped at the start of each stream.
  await write('\uFEFFdata: b\n\n');
  expect((await events.next('message')).event).toMatchObject({ data: 'b', lastEventId: '1' });
});

test('reset() before it has opened throws away what has been read by then', async () => {
  const { source, events, write } = pipe();
  await write('data: half');
  source.reset();
  await write('data: b\n\n');
  await events.next('open');
  expect(await events.messages(1)).toEqual(['b']);
});
