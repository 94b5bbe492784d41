// The names of all members, those of prototypes included, of what a page gets from the package.
import * as all from 'eventsource-wasm';

const encoder = new TextEncoder();
const { EventSource, EventStreamDecoder, EventStreamDecoderStream } = all;
const found = new Map();
const seen = new Set();

function look(path, value) {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return;
  if (seen.has(value) || value === Object.prototype || value === Function.prototype) return;
  seen.add(value);
  const names = Reflect.ownKeys(value).map(String);
  found.set(path, names);
  for (const name of names) {
    const { value: member } = Object.getOwnPropertyDescriptor(value, name) ?? {};
    look(`${path}.${name}`, member);
  }
  look(`${path}.__proto__`, Object.getPrototypeOf(value));
}

const fetch = async (_, init) => {
  look('init of fetch', init);
  const body = new ReadableStream({
    start: (controller) => {
      controller.enqueue(encoder.encode('id: 1\ndata: x\n\nevent: type\ndata: y\n\n'));
      controller.close();
    },
  });
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
};

look('package', all);
const source = new EventSource('https://example.com/events', {
  fetch,
  headers: (attempt) => look('attempt', attempt),
  retryInterval: 1,
  retry: {
    on: (failure) => {
      look('failure', failure);
      return true;
    },
  },
});
look('source', source);
const iterator = source[Symbol.asyncIterator]();
look('iterator', iterator);
source.onmessage = (event) => look('event', event);
source.onopen = (event) => look('open event', event);
source.onerror = (event) => look('error event', event);
for await (const event of iterator) {
  look('iterated event', event);
  look('stats', source.stats);
  if (source.stats.connections === 2) break; // after an error
}
look('close info', await source.closed);
look('response', await source.opened);

await EventStreamDecoder.load();
look('decoder', new EventStreamDecoder());
look('messages', new EventStreamDecoder().decode(encoder.encode('data: x\n\n')));
look('decoder stream', new EventStreamDecoderStream());
look('stream source', EventSource.fromReadableStream(new ReadableStream()));

console.log(JSON.stringify([...found]));
