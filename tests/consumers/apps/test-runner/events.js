// What a test runner runs; `expect`, `test` and its fake timers (`timers`) are imported in front of this.
import { EventSource, EventStreamDecoder } from 'eventsource-wasm';

const { ORIGIN } = process.env;

/** The stream sends one event and ends, the first time; after that it stays open. */
const urlOf = (name) => `${ORIGIN}/${name}`;

/** The next event of that type; rejects when the source has failed for good. */
const next = (source, type) =>
  new Promise((resolve, reject) => {
    source.addEventListener(type, resolve, { once: true });
    source.addEventListener('error', (error) => {
      if (!error.willRetry) reject(new Error(error.message, { cause: error.cause }));
    });
  });

test.each(['a first source', 'a second source'])('%s receives platform events', async (name) => {
  const headers = { Authorization: 'Bearer secret' };
  const source = new EventSource(urlOf(encodeURI(name)), { headers });
  expect(source).toBeInstanceOf(EventTarget);
  const event = await next(source, 'price');
  expect(event.data).toBe('Bearer secret, no ID');
  expect(event.lastEventId).toBe('1');
  expect(event).toBeInstanceOf(MessageEvent);
  expect(event).toBeInstanceOf(Event);
  expect(event.target).toBe(source);
  source.close();
});

test('events that a test dispatches, and the signals of its environment', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const source = new EventSource(urlOf('signals'), { signal });
  const heard = [];
  source.addEventListener('price', ({ data }) => heard.push(data), { signal });
  source.dispatchEvent(new MessageEvent('price', { data: 'made up' }));
  await next(source, 'price');
  expect(heard).toEqual(['made up', 'no token, no ID']);
  controller.abort();
  expect(source.readyState).toBe(source.CLOSED);
});

const hasChannels =
  typeof (globalThis.MessageChannel ?? globalThis.BroadcastChannel) === 'function';

/** Awaits what comes while the timers are fake. */
async function underFakeTimers(promise) {
  let isWaiting = !hasChannels;
  const stop = () => {
    isWaiting = false;
  };
  promise.then(stop, stop);
  // Without these channels (happy-dom in a vm context) reading waits for timers of 0 ms, which have 1 ms
  // while the fake ones are being advanced.
  while (isWaiting) await timers.advanceTimersByTimeAsync(1);
  return promise;
}

test('reconnects under fake timers', async () => {
  timers.useFakeTimers();
  try {
    const source = new EventSource(urlOf('reconnects'), { retryInterval: 3_600_000 });
    const event = next(source, 'price');
    const error = next(source, 'error');
    expect((await underFakeTimers(event)).data).toBe('no token, no ID');
    const { delay, kind, willRetry } = await underFakeTimers(error);
    expect({ kind, willRetry }).toEqual({ kind: 'end', willRetry: true });
    const again = next(source, 'price');
    await timers.advanceTimersByTimeAsync(delay);
    expect((await underFakeTimers(again)).data).toBe('no token, 1');
    source.close();
  } finally {
    timers.useRealTimers();
  }
});

test('tries a dead server again under fake timers', async () => {
  timers.useFakeTimers();
  try {
    const source = new EventSource('http://127.0.0.1:9/');
    const { delay, kind } = await underFakeTimers(next(source, 'error'));
    expect(kind).toBe('network');
    const second = next(source, 'error');
    await timers.advanceTimersByTimeAsync(delay);
    expect((await underFakeTimers(second)).attempt).toBe(2);
    source.close();
  } finally {
    timers.useRealTimers();
  }
});

test('an iterator and a decoder', async () => {
  for await (const { data } of new EventSource(urlOf('iterator'))) {
    expect(data).toBe('no token, no ID');
    break;
  }
  await EventStreamDecoder.load();
  const decoder = new EventStreamDecoder();
  const [{ data }] = decoder.decode(new TextEncoder().encode('data: é\n\n'));
  expect(data).toBe('é');
  decoder.close();
});
