import { EventSource } from 'eventsource-wasm';

await navigator.serviceWorker.ready;
const received = [];
const source = new EventSource('/events');
source.onmessage = ({ data, origin }) => {
  if (received.push([data, origin === location.origin]) === 2) end();
};
source.onerror = ({ message, willRetry }) => {
  if (!willRetry) end(message);
};

function end(message) {
  source.close();
  document.title = JSON.stringify({ received, message });
}
