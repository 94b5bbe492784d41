// Node only: it works on Node's Buffer. Its parser is reachable only as the listener of a response's
// `data` events; the bundler gives the package http-shim.cjs for `http`, which hands that out.
import { EventSource } from 'launchdarkly-eventsource';

export default {
  name: 'launchdarkly-eventsource',
  engines: ['node'],
  ids: 'kept',
  prepare: (chunk) => Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length),
  open(sink) {
    const source = new EventSource('http://stream.invalid/');
    // Its listeners are per type; `emit` sees every event, as an application with all types would.
    source.emit = (type, event) => {
      if (event.lastEventId !== undefined) sink(type, event.data, event.lastEventId);
    };
    const { response } = globalThis.benchHttp;
    return { push: (chunk) => response.emit('data', chunk), end: () => source.close() };
  },
};
