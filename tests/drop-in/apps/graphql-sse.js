import assert from 'node:assert/strict';
import { EventSource } from 'eventsource-wasm';
import { GraphQLInt, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/http';
import { until } from '../support/until.js';

/** Values that come when they are offered. */
class Prices {
  open = 0;
  #wake = () => {};
  #values = [];
  offer(value) {
    this.#values.push(value);
    this.#wake();
  }
  [Symbol.asyncIterator]() {
    this.open++;
    return {
      next: async () => {
        while (this.#values.length === 0) {
          await new Promise((resolve) => {
            this.#wake = resolve;
          });
        }
        return { value: { price: this.#values.shift() }, done: false };
      },
      return: async () => {
        this.open--;
        return { value: undefined, done: true };
      },
    };
  }
}

export default function prepare(feed) {
  const prices = new Prices();
  const field = (more) => ({ fields: { price: { type: GraphQLInt, ...more } } });
  const schema = new GraphQLSchema({
    query: new GraphQLObjectType({ name: 'Query', ...field() }),
    subscription: new GraphQLObjectType({
      name: 'Subscription',
      ...field({ subscribe: () => prices }),
    }),
  });
  const requests = [];
  const handler = createHandler({
    schema,
    authenticate: (request) =>
      request.headers.get('authorization') === 'Bearer secret'
        ? 'a'
        : [null, { status: 401, statusText: 'Unauthorized' }],
  });
  const sockets = new Set();
  feed.otherwise = (request, response) => {
    requests.push(request);
    sockets.add(request.socket);
    handler(request, response);
    return true;
  };
  const received = [];
  const subscribe = (token) => {
    const source = new EventSource(`${feed.origin}/?query=subscription{price}`, {
      headers: { Authorization: `Bearer ${token}` },
      retryInterval: 20,
    });
    source.addEventListener('next', ({ data }) => received.push(JSON.parse(data).data.price));
    return source;
  };
  let source;
  return {
    async subscribe() {
      source = subscribe('secret');
      await until('the subscription', () => source.readyState === EventSource.OPEN);
    },
    async receive() {
      prices.offer(12);
      await until('the event', () => received.includes(12));
    },
    token() {
      assert.equal(requests[0].headers.authorization, 'Bearer secret');
    },
    async refusal() {
      const refused = subscribe('wrong');
      const { status, willRetry } = await new Promise((resolve) => {
        refused.onerror = resolve;
      });
      assert.deepEqual([status, willRetry], [401, false]);
    },
    async close() {
      source.close();
      await until('the connection has ended', () =>
        [...sockets].every(({ destroyed }) => destroyed),
      );
    },
  };
}
