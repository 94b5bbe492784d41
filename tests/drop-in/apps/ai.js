import assert from 'node:assert/strict';
import { createUIMessageStream, pipeUIMessageStreamToResponse, readUIMessageStream } from 'ai';
import { EventSource } from 'eventsource-wasm';
import { until } from '../support/until.js';

export default function prepare(feed) {
  const requests = [];
  let open = 0;
  let write;
  feed.otherwise = (request, response) => {
    requests.push(request);
    if (request.headers.authorization !== 'Bearer secret') {
      response.writeHead(401).end();
      return true;
    }
    open++;
    response.on('close', () => open--);
    const stream = createUIMessageStream({
      execute: async ({ writer }) => {
        writer.write({ type: 'start', messageId: 'a' });
        writer.write({ type: 'text-start', id: 't' });
        await new Promise((resolve) => {
          write = (delta) => writer.write({ type: 'text-delta', id: 't', delta });
          response.on('close', resolve);
        });
      },
    });
    pipeUIMessageStreamToResponse({ response, stream });
    return true;
  };
  const ask = (token) =>
    new EventSource(feed.origin, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
      body: JSON.stringify({ messages: [] }),
      retry: false,
    });
  const texts = [];
  let source;
  return {
    async subscribe() {
      source = ask('secret');
      const chunks = new ReadableStream({
        start: (controller) => {
          source.onmessage = ({ data }) => controller.enqueue(JSON.parse(data));
        },
      });
      const read = async () => {
        for await (const { parts } of readUIMessageStream({ stream: chunks })) {
          texts.push(parts.map(({ text }) => text).join(''));
        }
      };
      read();
      await until('the message has begun', () => texts.includes(''));
      assert.equal(requests[0].method, 'POST');
    },
    async receive() {
      write('Be');
      await until('the text', () => texts.includes('Be'));
    },
    token() {
      assert.equal(requests[0].headers.authorization, 'Bearer secret');
    },
    async refusal() {
      const refused = ask('wrong');
      const { status } = await new Promise((resolve) => {
        refused.onerror = resolve;
      });
      assert.equal(status, 401);
    },
    async close() {
      source.close();
      await until('the connection has ended', () => open === 0);
    },
  };
}
