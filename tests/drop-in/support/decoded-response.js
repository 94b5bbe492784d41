// The steps of an SDK that gives its Response away, whose body EventStreamDecoderStream reads.
import assert from 'node:assert/strict';
import { EventStreamDecoderStream } from 'eventsource-wasm/decoder';
import { until } from './until.js';

/**
 * @param {() => Promise<Response>} ask makes the request, with the key 'secret'
 * @param {() => void} send has the server send the first event
 * @param {(message: { type: string, data: string }) => void} check it
 */
export function decodedResponse(feed, ask, send, check) {
  let messages;
  return {
    async subscribe() {
      const response = await ask();
      messages = response.body.pipeThrough(new EventStreamDecoderStream())[Symbol.asyncIterator]();
    },
    async receive() {
      send();
      const { value } = await messages.next();
      check(value);
    },
    token() {
      assert.equal(feed.requests[0].headers.authorization, 'Bearer secret');
      assert.equal(feed.requests[0].method, 'POST');
    },
    async refusal() {
      feed.refuse = () => 401;
      await assert.rejects(ask(), { status: 401 });
    },
    async close() {
      await messages.return();
      await until('the connection has ended', () => feed.connections === 0);
    },
  };
}
