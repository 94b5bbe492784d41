// What a user writes against the package's types; compiled by tests/consumers/types.test.ts.
import {
  type ConnectionErrorEvent,
  EventSource,
  type EventSourceInit,
  EventStreamDecoder,
} from 'eventsource-wasm';
import { EventStreamDecoder as Decoder } from 'eventsource-wasm/decoder';
import manifest from 'eventsource-wasm/package.json' with { type: 'json' };

EventSource satisfies typeof globalThis.EventSource;

const init: EventSourceInit = {
  headers: async ({ attempt, lastEventId, signal }) => {
    signal.throwIfAborted();
    return { Authorization: `Bearer ${attempt} ${lastEventId}` };
  },
  retryInterval: 500,
};
const source = new EventSource('/events', init);
source.onmessage = ({ data, lastEventId }) => console.log(data.toUpperCase(), lastEventId);
source.onerror = ({ kind, status, willRetry, delay }: ConnectionErrorEvent) => {
  if (kind === 'http' && status === 401) source.close();
  if (willRetry) console.log(delay?.toFixed(0));
};
source.onerror = ({ kind }) => {
  // @ts-expect-error there is no such kind
  if (kind === 'bad luck') source.close();
};
source.addEventListener('price', ({ data }) => console.log(data.length));
source.onopen = null;

// It can stand where the browser's own is expected.
const native: globalThis.EventSource = source;
native.onerror = (event: Event) => console.log(event.type);

// @ts-expect-error a number of milliseconds
new EventSource('/events', { retryInterval: 'soon' });
// @ts-expect-error read-only
source.readyState = 2;

await EventStreamDecoder.load();
for (const { type, data } of new Decoder().decode(new Uint8Array())) console.log(type, data);
console.log(manifest.version);

// What may be missing may be undefined, too, also where the compiler tells the two apart.
declare const signal: AbortSignal | undefined;
declare const token: string | undefined;
new EventSource('/events', { signal, lastEventId: token, retry: { maxAttempts: undefined } });
new Decoder({ lastEventId: token, onMessage: undefined });
new EventSource('/events', { headers: async () => (token ? { Authorization: token } : {}) });
new EventSource('/events', { headers: () => (token ? { Authorization: token } : undefined) });
// @ts-expect-error a header that may be undefined
new EventSource('/events', { headers: () => ({ Authorization: token }) });

// The iterator can stand where the platform's is expected.
const iterator: AsyncIterableIterator<MessageEvent<string>> = source[Symbol.asyncIterator]();
for await (const { data } of iterator) console.log(data.length);
(await source[Symbol.asyncIterator]().return?.())?.value satisfies MessageEvent | undefined;
