import assert from 'node:assert/strict';
import { Centrifuge } from 'centrifuge';
import { EventSource } from 'eventsource-wasm';
import { until } from '../support/until.js';

export default function prepare(feed) {
  const commands = [];
  const received = [];
  // A server-side channel whose position is told at connect, as Centrifugo does.
  feed.greet = (session, { url }) => {
    const command = JSON.parse(new URL(url, feed.origin).searchParams.get('cf_connect'));
    commands.push(command);
    const subs = { prices: { recoverable: true, epoch: 'a', offset: offset(), recovered: true } };
    const since = command.connect.subs?.prices?.offset;
    if (since !== undefined) subs.prices.publications = missedSince(since);
    session.push(
      JSON.stringify({
        id: command.id,
        connect: { client: 'a', version: '0', session: 's', node: 'n', ping: 25, subs },
      }),
      'message',
      '',
    );
  };
  const publications = [];
  const offset = () => publications.length;
  const missedSince = (since) => publications.slice(since);
  const publish = (data) => {
    const pub = { data, offset: publications.length + 1 };
    publications.push(pub);
    feed.send({ push: { channel: 'prices', pub } }, { id: '' });
  };
  let codes = [];
  const client = new Centrifuge([{ transport: 'sse', endpoint: `${feed.origin}/connection/sse` }], {
    eventsource: EventSource,
    token: 'secret',
    minReconnectDelay: 20,
    maxReconnectDelay: 50,
  });
  client.on('publication', ({ data }) => received.push(data));
  client.on('connecting', ({ code }) => codes.push(code));
  client.on('error', ({ error }) => codes.push(error.message));
  return {
    async subscribe() {
      client.connect();
      await client.ready(5_000);
    },
    async receive() {
      publish(12);
      await until('the publication', () => received.includes(12));
    },
    token() {
      assert.equal(commands[0].connect.token, 'secret');
    },
    async resume() {
      feed.cut();
      publish(13);
      await until('the missed publication', () => received.includes(13));
      assert.equal(commands[1].connect.subs.prices.offset, 1);
      assert.deepEqual(received, [12, 13]);
    },
    async refusal() {
      codes = [];
      feed.refuse = () => 503;
      const before = feed.requests.length;
      feed.cut();
      await until('three more attempts, each its own', () => feed.requests.length >= before + 3);
      feed.refuse = () => undefined;
      await client.ready(5_000);
      assert.ok(codes.includes('transport closed'), codes.join());
    },
    async close() {
      client.disconnect();
      await until('the connection has ended', () => feed.connections === 0);
      assert.equal(client.state, 'disconnected');
    },
  };
}
