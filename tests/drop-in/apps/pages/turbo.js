import { session } from '@hotwired/turbo';
import { EventSource } from 'eventsource-wasm';

const source = new EventSource('/events', { headers: { Authorization: 'Bearer secret' } });
source.onerror = ({ status, willRetry }) => {
  if (!willRetry) window.refusal = status;
};
session.connectStreamSource(source);
window.subscribeAgain = () => {
  const another = new EventSource('/events');
  session.connectStreamSource(another);
  window.close = () => {
    session.disconnectStreamSource(another);
    another.close();
  };
};
