import { events } from 'fetch-event-stream';
import { streamOf } from './stream-of.mjs';

export default {
  name: 'fetch-event-stream',
  engines: ['node', 'chromium', 'firefox', 'webkit'],
  ids: 'own',
  async consume(chunks, sink) {
    for await (const event of events({ body: streamOf(chunks) })) {
      sink(event.event ?? 'message', event.data, event.id);
    }
  },
};
