import assert from 'node:assert/strict';
import { EventSource } from 'eventsource-wasm';
import { JSDOM } from 'jsdom';
import { until } from '../support/until.js';

export default async function prepare(feed) {
  const { window } = new JSDOM('', { url: feed.origin });
  window.EventSource = window.EventSourcePolyfill = EventSource;
  const { document, location, XMLHttpRequest } = window;
  Object.assign(globalThis, { window, document, location, XMLHttpRequest });
  const { initialize } = await import('launchdarkly-js-client-sdk');

  const flags = (value, version) => ({ price: { value, version, variation: 0 } });
  const json = (_, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(flags(0, 1)));
  };
  feed.paths.set('REPORT /sdk/evalx/key/context', json);
  feed.paths.set('GET /sdk/goals/key', (_, response) => response.end('[]'));

  const client = initialize(
    'key',
    { kind: 'user', key: 'a' },
    {
      baseUrl: feed.origin,
      streamUrl: feed.origin,
      eventsUrl: feed.origin,
      sendEvents: false,
      fetchGoals: false,
      diagnosticOptOut: true,
      useReport: true,
      streamReconnectDelay: 20,
      logger: { debug() {}, info() {}, warn() {}, error: (message) => errors.push(message) },
    },
  );
  const errors = [];
  const price = (value) => until(`price ${value}`, () => client.variation('price', -1) === value);
  return {
    async subscribe() {
      await client.waitForInitialization(5);
      client.setStreaming(true);
      await until('the connection', () => feed.connections === 1);
      // Without `supportedOptions` it would fall back to GET /ping.
      const { method, url, body } = feed.requests[0];
      assert.deepEqual([method, url], ['REPORT', '/eval/key']);
      assert.deepEqual(JSON.parse(body), { kind: 'user', key: 'a' });
    },
    async receive() {
      feed.send(flags(12, 2), { type: 'put', id: '' });
      await price(12);
    },
    token() {
      assert.match(feed.requests[0].headers['x-launchdarkly-user-agent'], /^JSClient/);
    },
    async resume() {
      // Its streams begin with all flags: no ID is needed.
      feed.greet = (session) => session.push(JSON.stringify(flags(13, 3)), 'put', '');
      feed.cut();
      await price(13);
    },
    async refusal() {
      feed.refuse = () => 401;
      const before = feed.requests.length;
      feed.cut();
      await until('its message', () => errors.some((message) => /401/.test(message)));
      assert.equal(feed.requests.length, before + 1);
    },
    async close() {
      feed.refuse = () => undefined;
      client.setStreaming(false);
      client.setStreaming(true);
      await until('the connection', () => feed.connections === 1);
      await client.close();
      await until('the connection has ended', () => feed.connections === 0);
    },
  };
}
