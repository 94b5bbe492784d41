import assert from 'node:assert/strict';
import 'eventsource-wasm/polyfill';
import PocketBase from 'pocketbase';
import { until } from '../support/until.js';

export default function prepare(feed) {
  const submitted = [];
  feed.greet = (session) => session.push('{}', 'PB_CONNECT', `client-${feed.requests.length}`);
  feed.paths.set('POST /api/realtime', ({ headers, body }, response) => {
    submitted.push({ token: headers.authorization, ...JSON.parse(body) });
    response.writeHead(204).end();
  });
  const client = new PocketBase(feed.origin);
  client.autoCancellation(false);
  client.authStore.save('secret');
  const received = [];
  const offer = (price) =>
    feed.send({ action: 'update', record: { id: 'a', price } }, { type: 'prices/*' });
  return {
    async subscribe() {
      await client.collection('prices').subscribe('*', ({ record }) => received.push(record.price));
      assert.equal(submitted[0].clientId, 'client-1');
      assert.deepEqual(submitted[0].subscriptions, ['prices/*']);
    },
    async receive() {
      offer(12);
      await until('the record', () => received.includes(12));
    },
    token() {
      assert.equal(submitted[0].token, 'secret');
    },
    async resume() {
      // The ID of the connection's first event is its client ID, so a new connection subscribes anew.
      feed.cut();
      await until('the subscription', () => submitted.length === 2);
      assert.equal(submitted[1].clientId, 'client-2');
      offer(13);
      await until('the record', () => received.includes(13));
    },
    async refusal() {
      feed.refuse = () => 503;
      const before = feed.requests.length;
      feed.cut();
      await until('two refused requests', () => feed.requests.length === before + 2);
      feed.refuse = () => undefined;
      await until('the subscription', () => submitted.length === 3);
    },
    async close() {
      await client.realtime.unsubscribe();
      await until('the connection has ended', () => feed.connections === 0);
    },
  };
}
