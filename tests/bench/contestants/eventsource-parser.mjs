import { createParser } from 'eventsource-parser';

export default {
  name: 'eventsource-parser',
  engines: ['node', 'chromium', 'firefox', 'webkit'],
  ids: 'own',
  open(sink) {
    const decoder = new TextDecoder();
    const parser = createParser({
      onEvent: (event) => sink(event.event ?? 'message', event.data, event.id),
    });
    return { push: (chunk) => parser.feed(decoder.decode(chunk, { stream: true })) };
  },
};
