import * as ours from 'eventsource-wasm';
import { openEventSource } from './open-event-source.mjs';

/** The EventSource of this package, or of another version of it. */
export function eventSourceOf(name, { EventSource }) {
  const create = (url) => new EventSource(url);
  return { name, create, open: (url, onData) => openEventSource(create(url), onData) };
}

export default eventSourceOf('eventsource-wasm', ours);
