// Node only: it works on Node's Buffer and streams. Its transform is called directly, with its own
// `push` option, so that neither a queue of chunks nor one of events is timed with it.
import { EventSourceStream } from 'undici/lib/web/eventsource/eventsource-stream.js';

const rethrow = (error) => {
  if (error) throw error;
};

export default {
  name: 'undici',
  engines: ['node'],
  ids: 'kept',
  prepare: (chunk) => Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length),
  open(sink) {
    const stream = new EventSourceStream({
      eventSourceSettings: { lastEventId: '' },
      push: ({ type, options }) => sink(type, options.data, options.lastEventId),
    });
    return {
      push: (chunk) => stream._transform(chunk, 'buffer', rethrow),
      end: () => stream.destroy(),
    };
  },
};
