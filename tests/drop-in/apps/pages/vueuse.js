import 'eventsource-wasm/polyfill';
import { useEventSource } from '@vueuse/core';
import { createApp, h } from 'vue';

const app = createApp({
  setup() {
    const { data, error, lastEventId, status } = useEventSource('/events', ['price'], {
      autoReconnect: { retries: 5, delay: 50, onFailed: () => {} },
    });
    return () =>
      h('output', [status.value, error.value?.status, lastEventId.value, data.value].join(' '));
  },
});
app.mount('main');
window.unmount = () => app.unmount();
