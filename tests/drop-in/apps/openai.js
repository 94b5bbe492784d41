import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { decodedResponse } from '../support/decoded-response.js';

const chunk = (content) => ({ id: 'a', choices: [{ index: 0, delta: { content } }] });

export default function prepare(feed) {
  const client = new OpenAI({ apiKey: 'secret', baseURL: feed.origin, maxRetries: 0 });
  const ask = () =>
    client.chat.completions
      .create({ model: 'any', stream: true, messages: [{ role: 'user', content: 'Why?' }] })
      .asResponse();
  return decodedResponse(
    feed,
    ask,
    () => feed.send(chunk('Be')),
    ({ data }) => assert.equal(JSON.parse(data).choices[0].delta.content, 'Be'),
  );
}
