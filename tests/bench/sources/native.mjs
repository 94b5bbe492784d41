import { openEventSource } from './open-event-source.mjs';

const create = (url) => new EventSource(url);

export default {
  name: 'native',
  create,
  open: (url, onData) => openEventSource(create(url), onData),
};
