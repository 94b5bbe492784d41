import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';
import { EventStreamDecoderStream } from 'eventsource-wasm/decoder';
import { until } from '../support/until.js';

export default function prepare(feed) {
  const client = new Anthropic({ apiKey: 'secret', baseURL: feed.origin, maxRetries: 0 });
  const ask = () =>
    client.messages
      .create({
        model: 'any',
        max_tokens: 10,
        stream: true,
        messages: [{ role: 'user', content: 'Why?' }],
      })
      .asResponse();
  let messages;
  return {
    async subscribe() {
      const response = await ask();
      messages = response.body.pipeThrough(new EventStreamDecoderStream())[Symbol.asyncIterator]();
    },
    async receive() {
      const delta = { type: 'text_delta', text: 'Be' };
      feed.send({ type: 'content_block_delta', index: 0, delta }, { type: 'content_block_delta' });
      const { value } = await messages.next();
      assert.equal(value.type, 'content_block_delta');
      assert.equal(JSON.parse(value.data).delta.text, 'Be');
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
