import { EventSource } from 'eventsource-wasm';
import { openEventSource } from './open-event-source.mjs';

const create = (url) => new EventSource(url);

export default {
  name: 'eventsource-wasm',
  create,
  open: (url, onData) => openEventSource(create(url), onData),
};
