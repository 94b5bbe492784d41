import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { EventSource } from 'eventsource-wasm';
import { until } from '../support/until.js';

const token = 'Bearer secret';

/** A transport of the client: what the server sends comes by EventSource, for each POST and in general. */
class EventSourceTransport {
  constructor(url) {
    this.url = url;
  }
  async start() {}
  setProtocolVersion(version) {
    this.version = version;
  }
  get #headers() {
    const headers = { Authorization: token };
    if (this.sessionId) headers['Mcp-Session-Id'] = this.sessionId;
    if (this.version) headers['Mcp-Protocol-Version'] = this.version;
    return headers;
  }
  #listen(init) {
    const source = new EventSource(this.url, init);
    source.onmessage = ({ data }) => data && this.onmessage?.(JSON.parse(data));
    source.addEventListener('error', (error) => {
      if (!error.willRetry) this.onerror?.(error);
    });
    return source;
  }
  async send(message) {
    const headers = {
      ...this.#headers,
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
    };
    const body = JSON.stringify(message);
    if ('id' in message) {
      const source = this.#listen({ method: 'POST', headers, body, retry: false });
      const { headers: answered } = await new Promise((resolve, reject) => {
        source.addEventListener('open', resolve);
        source.addEventListener('error', reject);
      });
      this.sessionId = answered.get('mcp-session-id') ?? this.sessionId;
      return;
    }
    await fetch(this.url, { method: 'POST', headers, body });
    if (message.method === 'notifications/initialized') {
      this.source = this.#listen({ headers: this.#headers, retryInterval: 20 });
    }
  }
  async close() {
    this.source?.close();
    this.onclose?.();
  }
}

/** What the server has sent, for those that missed it. */
class EventStore {
  #events = [];
  async storeEvent(stream, message) {
    return String(this.#events.push({ stream, message }));
  }
  async getStreamIdForEventId(id) {
    return this.#events[Number(id) - 1]?.stream;
  }
  async replayEventsAfter(last, { send }) {
    const stream = await this.getStreamIdForEventId(last);
    for (const [index, event] of this.#events.entries()) {
      if (index >= Number(last) && event.stream === stream) {
        await send(String(index + 1), event.message);
      }
    }
    return stream;
  }
}

export default function prepare(feed) {
  const server = new McpServer({ name: 's', version: '1' }, { capabilities: { logging: {} } });
  server.registerTool('price', {}, () => ({ content: [{ type: 'text', text: '12' }] }));
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    eventStore: new EventStore(),
    retryInterval: 20,
  });
  const connected = server.connect(transport);
  const streams = [];
  let open = 0;
  feed.otherwise = (request, response) => {
    if (request.headers.authorization !== token || feed.refuse()) {
      response.writeHead(401).end();
      return true;
    }
    if (request.method === 'GET') {
      streams.push({ request, response });
      open++;
      response.on('close', () => open--);
    }
    transport.handleRequest(request, response);
    return true;
  };
  const client = new Client({ name: 'c', version: '1' });
  const received = [];
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) =>
    received.push(params.data),
  );
  const failures = [];
  client.onerror = (error) => failures.push(error);
  return {
    async subscribe() {
      await connected;
      await client.connect(new EventSourceTransport(`${feed.origin}/mcp`));
      await until('the stream', () => streams.length === 1);
    },
    async receive() {
      const { content } = await client.callTool({ name: 'price' });
      assert.equal(content[0].text, '12');
      await server.sendLoggingMessage({ level: 'info', data: 13 });
      await until('the notification', () => received.includes(13));
    },
    token() {
      const { headers } = streams[0].request;
      assert.equal(headers.authorization, token);
      assert.ok(headers['mcp-session-id']);
    },
    async resume() {
      streams[0].response.destroy();
      await until('the connection has ended', () => open === 0);
      await server.sendLoggingMessage({ level: 'info', data: 14 });
      await until('the missed notification', () => received.includes(14));
      assert.ok(streams[1].request.headers['last-event-id']);
      assert.deepEqual(received, [13, 14]);
    },
    async close() {
      await client.close();
      await until('the connection has ended', () => open === 0);
    },
    async refusal() {
      feed.refuse = () => 401;
      await assert.rejects(client.callTool({ name: 'price' }), { status: 401 });
      feed.refuse = () => undefined;
    },
  };
}
