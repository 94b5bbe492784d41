import assert from 'node:assert/strict';
import { EventStreamDecoderStream } from 'eventsource-wasm/decoder';
import OpenAI from 'openai';
import { until } from '../support/until.js';

const chunk = (content) => ({ id: 'a', choices: [{ index: 0, delta: { content } }] });

export default function prepare(feed) {
  const client = new OpenAI({ apiKey: 'secret', baseURL: feed.origin, maxRetries: 0 });
  const ask = () =>
    client.chat.completions
      .create({ model: 'any', stream: true, messages: [{ role: 'user', content: 'Why?' }] })
      .asResponse();
  let messages;
  return {
    async subscribe() {
      const response = await ask();
      messages = response.body.pipeThrough(new EventStreamDecoderStream())[Symbol.asyncIterator]();
    },
    async receive() {
      feed.send(chunk('Be'));
      const { value } = await messages.next();
      assert.equal(JSON.parse(value.data).choices[0].delta.content, 'Be');
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
