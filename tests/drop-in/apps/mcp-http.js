import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  auth,
  extractWWWAuthenticateParams,
  UnauthorizedError,
} from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { EventSource } from 'eventsource-wasm';
import { AuthorizationServer } from '../support/authorization-server.js';
import { until } from '../support/until.js';

/** A transport of the client: what the server sends comes by EventSource, for each POST and in general. */
class EventSourceTransport {
  constructor(url, authProvider) {
    this.url = url;
    this.authProvider = authProvider;
  }
  async start() {}
  setProtocolVersion(version) {
    this.version = version;
  }
  async #authorize(options) {
    const result = await auth(this.authProvider, { serverUrl: this.url, ...options });
    if (result !== 'AUTHORIZED') throw new UnauthorizedError();
  }
  finishAuth(authorizationCode) {
    return this.#authorize({ ...this.resource, authorizationCode });
  }
  /** The headers of an attempt; a new token is asked for when the one before was refused. */
  #headers = async ({ lastError } = {}) => {
    if (lastError?.status === 401) {
      this.resource = extractWWWAuthenticateParams(lastError);
      await this.#authorize(this.resource);
    }
    const headers = {};
    const tokens = this.authProvider.tokens();
    if (tokens) headers.Authorization = `Bearer ${tokens.access_token}`;
    if (this.sessionId) headers['Mcp-Session-Id'] = this.sessionId;
    if (this.version) headers['Mcp-Protocol-Version'] = this.version;
    return headers;
  };
  #listen(init) {
    const source = new EventSource(this.url, { retryInterval: 20, ...init });
    source.onmessage = ({ data }) => data && this.onmessage?.(JSON.parse(data));
    source.addEventListener('error', (error) => {
      if (!error.willRetry) this.onerror?.(error);
    });
    return source;
  }
  async send(message) {
    const post = {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
    };
    const body = JSON.stringify(message);
    if ('id' in message) {
      const source = this.#listen({
        method: 'POST',
        headers: async (attempt) => ({ ...(await this.#headers(attempt)), ...post }),
        body,
        retry: { on: ({ status }) => status === 401 },
      });
      const { headers } = await source.opened.catch((error) => {
        throw error.kind === 'request' ? error.cause : error;
      });
      this.sessionId = headers.get('mcp-session-id') ?? this.sessionId;
      return;
    }
    const headers = { ...(await this.#headers()), ...post };
    await fetch(this.url, { method: 'POST', headers, body });
    if (message.method === 'notifications/initialized') {
      this.source = this.#listen({ headers: this.#headers, retry: { on: [401] } });
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
  const authorization = new AuthorizationServer(feed, '/mcp');
  const { grants } = authorization;
  const statuses = [];
  const streams = [];
  let open = 0;
  feed.otherwise = (request, response) => {
    if (!request.url.startsWith('/mcp')) return false;
    if (feed.refuse()) response.writeHead(feed.refuse()).end();
    const isAdmitted = !feed.refuse() && authorization.admits(request, response);
    statuses.push(`${request.method} ${isAdmitted ? 200 : response.statusCode}`);
    if (!isAdmitted) return true;
    if (request.method === 'GET') {
      streams.push({ request, response });
      open++;
      response.on('close', () => open--);
    }
    transport.handleRequest(request, response);
    return true;
  };
  const application = authorization.application();
  const transportOf = () => new EventSourceTransport(`${feed.origin}/mcp`, application);
  const received = [];
  const connect = async (transport) => {
    const client = new Client({ name: 'c', version: '1' });
    client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) =>
      received.push(params.data),
    );
    await client.connect(transport);
    return client;
  };
  let client;
  return {
    async subscribe() {
      await connected;
      // The user is sent to the authorization server, which sends them back with a code.
      const refused = transportOf();
      await assert.rejects(connect(refused), UnauthorizedError);
      assert.deepEqual(statuses, ['POST 401']);
      await refused.finishAuth(await authorization.agree(application.kept.page));
      client = await connect(transportOf());
      await until('the stream', () => streams.length === 1);
    },
    async receive() {
      const { content } = await client.callTool({ name: 'price' });
      assert.equal(content[0].text, '12');
      await server.sendLoggingMessage({ level: 'info', data: 13 });
      await until('the notification', () => received.includes(13));
    },
    token() {
      assert.deepEqual(
        grants.map(({ grant_type }) => grant_type),
        ['authorization_code'],
      );
      const { headers } = streams[0].request;
      assert.equal(headers.authorization, `Bearer ${application.kept.tokens.access_token}`);
      assert.ok(headers['mcp-session-id']);
    },
    async resume() {
      // When the connection is cut the token has expired, and is refreshed.
      const { refresh_token } = application.kept.tokens;
      const before = statuses.length;
      authorization.expire();
      streams[0].response.destroy();
      await until('the connection has ended', () => open === 0);
      await server.sendLoggingMessage({ level: 'info', data: 14 });
      await until('the missed notification', () => received.includes(14));
      assert.deepEqual(statuses.slice(before), ['GET 401', 'GET 200']);
      assert.equal(grants.length, 2);
      assert.equal(grants[1].grant_type, 'refresh_token');
      assert.equal(grants[1].refresh_token, refresh_token);
      assert.ok(streams[1].request.headers['last-event-id']);
      assert.deepEqual(received, [13, 14]);
      // A token that expires between two calls is refreshed, too, and the call is made.
      authorization.expire();
      const { content } = await client.callTool({ name: 'price' });
      assert.equal(content[0].text, '12');
      assert.equal(grants.length, 3);
    },
    async refusal() {
      feed.refuse = () => 403;
      await assert.rejects(client.callTool({ name: 'price' }), { status: 403 });
      feed.refuse = () => undefined;
    },
    async close() {
      await client.close();
      await until('the connection has ended', () => open === 0);
    },
  };
}
