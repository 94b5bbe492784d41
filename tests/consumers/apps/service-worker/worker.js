import { EventSource } from 'eventsource-wasm';
import { receiveToken } from '../receive-token.js';

addEventListener('message', (event) => {
  const received = new Promise((resolve) => receiveToken(EventSource, resolve));
  event.waitUntil(received.then((result) => event.source.postMessage(result)));
});
