import assert from 'node:assert/strict';
import { createTRPCClient, httpSubscriptionLink } from '@trpc/client';
import { initTRPC, TRPCError, tracked } from '@trpc/server';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { EventSource } from 'eventsource-wasm';
import { until } from '../support/until.js';

export default function prepare(feed) {
  const requests = [];
  const sockets = new Set();
  const prices = [];
  let wake = () => {};
  let open = 0;
  let refuses = false;

  const t = initTRPC.context().create({ sse: { client: { reconnectAfterInactivityMs: 60_000 } } });
  const router = t.router({
    prices: t.procedure
      .input((value) => value)
      .subscription(async function* ({ input, signal }) {
        if (refuses) throw new TRPCError({ code: 'FORBIDDEN' });
        open++;
        signal.addEventListener('abort', () => {
          open--;
          wake();
        });
        for (let next = Number(input?.lastEventId ?? 0); !signal.aborted; ) {
          if (next < prices.length) yield tracked(String(next + 1), prices[next++]);
          else
            await new Promise((resolve) => {
              wake = resolve;
            });
        }
      }),
  });
  const handler = createHTTPHandler({
    router,
    basePath: '/',
    createContext: ({ req }) => ({ token: req.headers.authorization }),
  });
  feed.otherwise = (request, response) => {
    requests.push(request);
    sockets.add(request.socket);
    handler(request, response);
    return true;
  };
  const offer = (price) => {
    prices.push(price);
    wake();
  };

  const client = createTRPCClient({
    links: [
      httpSubscriptionLink({
        url: feed.origin,
        EventSource,
        eventSourceOptions: () => ({
          headers: { Authorization: 'Bearer secret' },
          retryInterval: 20,
        }),
      }),
    ],
  });
  const received = [];
  const failures = [];
  let started = 0;
  let subscription;
  const subscribe = () =>
    client.prices.subscribe(
      {},
      {
        onStarted: () => started++,
        onData: ({ data }) => received.push(data),
        onError: (error) => failures.push(error),
      },
    );
  return {
    async subscribe() {
      subscription = subscribe();
      await until('the subscription has started', () => started === 1);
    },
    async receive() {
      offer(12);
      await until('the event', () => received.includes(12));
    },
    token() {
      assert.equal(requests[0].headers.authorization, 'Bearer secret');
    },
    async resume() {
      for (const socket of sockets) socket.destroy();
      offer(13);
      await until('the missed event', () => received.includes(13));
      assert.equal(requests.at(-1).headers['last-event-id'], '1');
      assert.deepEqual(received, [12, 13]);
    },
    async close() {
      await until('one subscription on the server', () => open === 1);
      subscription.unsubscribe();
      await until('none', () => open === 0);
    },
    async refusal() {
      refuses = true;
      const refused = subscribe();
      await until('the error', () => failures.length === 1);
      refused.unsubscribe();
      assert.equal(failures[0].data?.code, 'FORBIDDEN');
    },
  };
}
