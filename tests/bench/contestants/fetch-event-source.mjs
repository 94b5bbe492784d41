import { getLines, getMessages } from '@microsoft/fetch-event-source/lib/esm/parse.js';

const nothing = () => {};

export default {
  name: '@microsoft/fetch-event-source',
  engines: ['node', 'chromium', 'firefox', 'webkit'],
  ids: 'own',
  open(sink) {
    const push = getLines(
      getMessages(nothing, nothing, (message) =>
        sink(message.event || 'message', message.data, message.id),
      ),
    );
    return { push };
  },
};
