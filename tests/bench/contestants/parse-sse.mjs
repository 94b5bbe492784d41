import { parseServerSentEvents } from 'parse-sse';
import { streamOf } from './stream-of.mjs';

export default {
  name: 'parse-sse',
  engines: ['node', 'chromium', 'firefox', 'webkit'],
  ids: 'kept',
  async consume(chunks, sink) {
    const reader = parseServerSentEvents({ body: streamOf(chunks) }).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      sink(value.type, value.data, value.lastEventId);
    }
  },
};
