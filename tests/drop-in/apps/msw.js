import assert from 'node:assert/strict';
import { EventSource } from 'eventsource-wasm';
import { HttpResponse, http, sse } from 'msw';
import { setupServer } from 'msw/node';
import { until } from '../support/until.js';

export default function prepare(feed) {
  globalThis.EventSource = EventSource; // its sse() asks for one
  return app(feed);
}

function app(feed) {
  const url = `${feed.origin}/prices`;
  const requests = [];
  const clients = new Set();
  const server = setupServer(
    sse(url, ({ client, request }) => {
      requests.push(request);
      clients.add(client);
      request.signal.addEventListener('abort', () => clients.delete(client));
      client.send({ retry: 20 });
      const last = request.headers.get('last-event-id');
      if (last === '1') client.send({ id: '2', data: '13' });
    }),
    http.get(`${url}/refused`, () => new HttpResponse(null, { status: 403 })),
  );
  server.listen();
  const received = [];
  let source;
  return {
    async subscribe() {
      source = new EventSource(url, { headers: { Authorization: 'Bearer secret' } });
      source.onmessage = ({ data }) => received.push(data);
      await until('the source is open', () => source.readyState === EventSource.OPEN);
    },
    async receive() {
      for (const client of clients) client.send({ id: '1', data: '12' });
      await until('the event', () => received.includes('12'));
    },
    token() {
      assert.equal(requests[0].headers.get('authorization'), 'Bearer secret');
    },
    async resume() {
      for (const client of clients) client.error();
      await until('the missed event', () => received.includes('13'));
      assert.deepEqual(received, ['12', '13']);
    },
    async refusal() {
      const refused = new EventSource(`${url}/refused`);
      const { status } = await new Promise((resolve) => {
        refused.onerror = resolve;
      });
      assert.equal(status, 403);
    },
    async close() {
      const before = requests.length;
      source.close();
      await until('the request is aborted', () => requests[before - 1].signal.aborted);
    },
    end: () => server.close(),
  };
}
