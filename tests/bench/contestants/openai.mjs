import { _iterSSEMessages } from 'openai/core/streaming';

/** The decoder takes any async iterable of bytes: the cheapest body there is. */
async function* each(chunks) {
  for (const chunk of chunks) yield chunk;
}

export default {
  name: 'openai',
  engines: ['node', 'chromium', 'firefox', 'webkit'],
  ids: 'none',
  async consume(chunks, sink) {
    const response = { body: each(chunks) };
    for await (const event of _iterSSEMessages(response, new AbortController())) {
      sink(event.event ?? 'message', event.data, undefined);
    }
  },
};
