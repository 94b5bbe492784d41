import { EventSourcePolyfill } from 'event-source-polyfill';
import { openEventSource } from './open-event-source.mjs';

export default {
  name: 'event-source-polyfill',
  open: (url, onData) => openEventSource(new EventSourcePolyfill(url), onData),
};
