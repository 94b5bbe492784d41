import { EventSource } from 'eventsource-wasm';
import { receiveToken } from '../receive-token.js';

addEventListener('connect', ({ ports: [port] }) => {
  receiveToken(EventSource, (result) => port.postMessage(result));
});
