import { EventSource } from 'eventsource';
import { openEventSource } from './open-event-source.mjs';

export default {
  name: 'eventsource',
  open: (url, onData) => openEventSource(new EventSource(url), onData),
};
