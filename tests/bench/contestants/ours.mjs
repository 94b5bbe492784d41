import { EventStreamDecoder } from 'eventsource-wasm';

export default {
  name: 'eventsource-wasm',
  engines: ['node', 'chromium', 'firefox', 'webkit'],
  ids: 'kept',
  deviations: [],
  load: () => EventStreamDecoder.load(),
  open(sink) {
    const decoder = new EventStreamDecoder({
      onMessage: ({ type, data, lastEventId }) => sink(type, data, lastEventId),
    });
    return { push: (chunk) => decoder.decode(chunk) };
  },
};
