import assert from 'node:assert/strict';
import { GrowthBook, setPolyfills } from '@growthbook/growthbook';
import { EventSource } from 'eventsource-wasm';
import { until } from '../support/until.js';

export default function prepare(feed) {
  setPolyfills({ EventSource });
  const payload = (value) => ({ features: { price: { defaultValue: value } } });
  feed.paths.set('GET /api/features/key', (_, response) => {
    response.setHeader('x-sse-support', 'enabled');
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(payload(0)));
  });
  const client = new GrowthBook({
    apiHost: feed.origin,
    clientKey: 'key',
    streamingHostRequestHeaders: { Authorization: 'Bearer secret' },
  });
  const price = (value) =>
    until(`price ${value}`, () => client.getFeatureValue('price', -1) === value);
  return {
    async subscribe() {
      await client.init({ streaming: true });
      await until('the connection', () => feed.connections === 1);
    },
    async receive() {
      feed.send(payload(12), { type: 'features' });
      await price(12);
    },
    token() {
      assert.equal(feed.requests[0].headers.authorization, 'Bearer secret');
    },
    async resume() {
      feed.cut();
      feed.send(payload(13), { type: 'features' });
      await price(13);
      assert.equal(feed.requests[1].headers['last-event-id'], '1');
    },
    async refusal() {
      // It starts another EventSource after a second when one has given up.
      feed.refuse = () => 503;
      feed.cut();
      const before = feed.requests.length;
      await until('the refused request', () => feed.requests.length > before);
      feed.refuse = () => undefined;
      await until('the connection', () => feed.connections === 1);
      feed.send(payload(14), { type: 'features' });
      await price(14);
    },
    async close() {
      client.destroy({ destroyAllStreams: true });
      await until('the connection has ended', () => feed.connections === 0);
    },
  };
}
