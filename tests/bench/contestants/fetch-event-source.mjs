import { getLines, getMessages } from '@microsoft/fetch-event-source/lib/esm/parse.js';

const nothing = () => {};

export default {
  name: '@microsoft/fetch-event-source',
  engines: ['node', 'chromium', 'firefox', 'webkit'],
  ids: 'own',
  deviations: [
    { workloads: ['mixed'], what: 'a block without data becomes a message with empty data' },
  ],
  open(sink) {
    const push = getLines(
      getMessages(nothing, nothing, (message) =>
        sink(message.event || 'message', message.data, message.id),
      ),
    );
    return { push };
  },
};
