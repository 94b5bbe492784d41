import assert from 'node:assert/strict';
import { EventSource } from 'eventsource-wasm';
import ReconnectingEventSource from 'reconnecting-eventsource';
import { until } from '../support/until.js';

export default function prepare(feed) {
  const received = [];
  let source;
  return {
    async subscribe() {
      source = new ReconnectingEventSource(`${feed.origin}/events`, {
        eventSourceClass: EventSource,
        headers: { Authorization: 'Bearer secret' },
        max_retry_time: 50,
      });
      source.addEventListener('price', ({ data }) => received.push(data));
      await until('the source is open', () => source.readyState === 1);
    },
    async receive() {
      feed.send('12', { type: 'price' });
      await until('the event', () => received.includes('12'));
    },
    token() {
      assert.equal(feed.requests[0].headers.authorization, 'Bearer secret');
    },
    async resume() {
      feed.cut();
      feed.send('13', { type: 'price' });
      await until('the missed event', () => received.includes('13'));
      assert.equal(feed.requests[1].headers['last-event-id'], '1');
    },
    async refusal() {
      // It begins anew where an EventSource gives up, and puts the ID into the URL.
      feed.refuse = ({ url }) => (url.includes('lastEventId') ? undefined : 503);
      feed.cut();
      feed.send('14', { type: 'price' });
      await until('the event after the refusal', () => received.includes('14'));
      assert.match(feed.requests.at(-1).url, /lastEventId=2$/);
    },
    async close() {
      source.close();
      await until('the connection has ended', () => feed.connections === 0);
      assert.deepEqual(received, ['12', '13', '14']);
    },
  };
}
