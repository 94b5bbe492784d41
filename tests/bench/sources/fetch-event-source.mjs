import { fetchEventSource } from '@microsoft/fetch-event-source';

export default {
  name: 'fetch-event-source',
  open(url, onData) {
    const controller = new AbortController();
    fetchEventSource(url, {
      signal: controller.signal,
      openWhenHidden: true,
      onmessage: (message) => onData(message.data),
    });
    return () => controller.abort();
  },
};
