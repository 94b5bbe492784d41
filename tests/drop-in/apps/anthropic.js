import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';
import { decodedResponse } from '../support/decoded-response.js';

const delta = { type: 'text_delta', text: 'Be' };

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
  return decodedResponse(
    feed,
    ask,
    () =>
      feed.send({ type: 'content_block_delta', index: 0, delta }, { type: 'content_block_delta' }),
    ({ type, data }) => {
      assert.equal(type, 'content_block_delta');
      assert.equal(JSON.parse(data).delta.text, 'Be');
    },
  );
}
