import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { AuthorizationServer } from '../support/authorization-server.js';
import { until } from '../support/until.js';

export default function prepare(feed) {
  const authorization = new AuthorizationServer(feed, '/sse');
  const { grants } = authorization;
  const statuses = [];
  const responses = new Map();
  let server;
  let admits = true;

  // The MCP server.
  feed.otherwise = (request, response) => {
    const { pathname, searchParams } = new URL(request.url, feed.origin);
    if (pathname === '/message') {
      const { transport } = responses.get(searchParams.get('sessionId'));
      if (authorization.admits(request, response)) transport.handlePostMessage(request, response);
      return true;
    }
    if (pathname !== '/sse') return false;
    if (!admits) response.writeHead(403).end();
    const isOpen = admits && authorization.admits(request, response);
    statuses.push(isOpen ? 200 : response.statusCode);
    if (!isOpen) return true;
    const transport = new SSEServerTransport('/message', response);
    const { sessionId } = transport;
    responses.set(sessionId, { transport, response });
    response.on('close', () => responses.delete(sessionId));
    server = new McpServer({ name: 's', version: '1' }, { capabilities: { logging: {} } });
    server.registerTool('price', {}, () => ({ content: [{ type: 'text', text: '12' }] }));
    server.connect(transport);
    return true;
  };

  const authProvider = authorization.application();
  const received = [];
  const transportOf = () => {
    // The cut connection is asked for again soon.
    const eventSourceInit = { retryInterval: 20 };
    return new SSEClientTransport(new URL(`${feed.origin}/sse`), { authProvider, eventSourceInit });
  };
  const connect = async (transport = transportOf()) => {
    const client = new Client({ name: 'c', version: '1' });
    client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) =>
      received.push(params.data),
    );
    await client.connect(transport);
    return client;
  };
  const notify = async (data) => {
    await server.sendLoggingMessage({ level: 'info', data });
    await until('the notification', () => received.includes(data));
  };
  let client;
  return {
    async subscribe() {
      const manifest = new URL('../node_modules/eventsource/package.json', import.meta.url);
      assert.equal(JSON.parse(readFileSync(manifest)).name, 'eventsource-wasm');
      // The user is sent to the authorization server, which sends them back with a code.
      const transport = transportOf();
      await assert.rejects(connect(transport), UnauthorizedError);
      assert.deepEqual(statuses, [401]);
      await transport.finishAuth(await authorization.agree(authProvider.kept.page));
      client = await connect();
      assert.deepEqual(statuses, [401, 200]);
    },
    async receive() {
      const { content } = await client.callTool({ name: 'price' });
      assert.equal(content[0].text, '12');
      await notify(13);
    },
    token() {
      assert.deepEqual(
        grants.map(({ grant_type }) => grant_type),
        ['authorization_code'],
      );
    },
    async resume() {
      // When the connection is cut the token has expired, and is refreshed.
      const { refresh_token } = authProvider.kept.tokens;
      authorization.expire();
      for (const { response } of responses.values()) response.destroy();
      await until('the next connection', () => statuses.length === 4 && responses.size === 1);
      assert.deepEqual(statuses, [401, 200, 401, 200]);
      assert.equal(grants.length, 2);
      assert.equal(grants[1].grant_type, 'refresh_token');
      assert.equal(grants[1].refresh_token, refresh_token);
      await notify(14);
      assert.deepEqual(received, [13, 14]);
    },
    async refusal() {
      admits = false;
      await assert.rejects(connect(), { code: 403 });
      assert.equal(statuses.at(-1), 403);
    },
    async close() {
      await client.close();
      await until('the connection has ended', () => responses.size === 0);
    },
  };
}
