import { EventStreamDecoder } from 'eventsource-wasm';

export default {
  name: 'eventsource-wasm',
  engines: ['node', 'chromium', 'firefox', 'webkit'],
  ids: 'kept',
  deviations: [],
  load: () => EventStreamDecoder.load(),
  open(sink) {
    const decoder = new EventStreamDecoder();
    return {
      push(chunk) {
        for (const message of decoder.decode(chunk)) {
          sink(message.type, message.data, message.lastEventId);
        }
      },
    };
  },
};
