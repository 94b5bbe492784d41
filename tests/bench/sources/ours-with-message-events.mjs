// Ours, each event made anew as one of the platform's and dispatched by the platform: what our light
// events spare.
import { EventSource } from 'eventsource-wasm';
import { openEventSource } from './open-event-source.mjs';

class PlatformEvents extends EventTarget {
  #source;

  constructor(url) {
    super();
    this.#source = new EventSource(url);
    this.#source.onmessage = ({ data, origin, lastEventId }) =>
      this.dispatchEvent(new MessageEvent('message', { data, origin, lastEventId }));
    this.#source.onerror = ({ message }) => this.onerror({ message });
  }

  set onmessage(listener) {
    this.addEventListener('message', listener);
  }

  close() {
    this.#source.close();
  }
}

export default {
  name: 'ours, real MessageEvents',
  open: (url, onData) => openEventSource(new PlatformEvents(url), onData),
};
