import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { until } from '../support/until.js';

export default function prepare(feed) {
  const grants = [];
  const received = [];
  const statuses = [];
  const transports = new Map();
  let server;
  let admits = true;

  // The authorization server.
  const metadata = (value) => (_, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(value));
  };
  const issuer = feed.origin;
  const resource = { resource: `${issuer}/sse`, authorization_servers: [issuer] };
  feed.paths.set('GET /.well-known/oauth-protected-resource', metadata(resource));
  feed.paths.set(
    'GET /.well-known/oauth-authorization-server',
    metadata({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
    }),
  );
  feed.paths.set('POST /token', ({ body }, response) => {
    grants.push(Object.fromEntries(new URLSearchParams(body)));
    metadata({ access_token: 'fresh', token_type: 'Bearer', expires_in: 60 })(undefined, response);
  });

  // The MCP server.
  feed.otherwise = (request, response) => {
    const { pathname, searchParams } = new URL(request.url, feed.origin);
    if (pathname === '/message') {
      transports.get(searchParams.get('sessionId')).handlePostMessage(request, response);
      return true;
    }
    if (pathname !== '/sse') return false;
    const status = !admits ? 403 : request.headers.authorization === 'Bearer fresh' ? 200 : 401;
    statuses.push(status);
    if (status !== 200) {
      const where = `${issuer}/.well-known/oauth-protected-resource`;
      response.setHeader('WWW-Authenticate', `Bearer resource_metadata="${where}"`);
      response.writeHead(status).end();
      return true;
    }
    const transport = new SSEServerTransport('/message', response);
    transports.set(transport.sessionId, transport);
    response.on('close', () => transports.delete(transport.sessionId));
    server = new McpServer({ name: 's', version: '1' }, { capabilities: { logging: {} } });
    server.registerTool('price', {}, () => ({ content: [{ type: 'text', text: '12' }] }));
    server.connect(transport);
    return true;
  };

  // What the application keeps for the client.
  let tokens = { access_token: 'stale', token_type: 'Bearer', refresh_token: 'again' };
  const authProvider = {
    redirectUrl: `${issuer}/callback`,
    clientMetadata: { redirect_uris: [`${issuer}/callback`] },
    clientInformation: () => ({ client_id: 'a' }),
    tokens: () => tokens,
    saveTokens: (saved) => {
      tokens = saved;
    },
    redirectToAuthorization: (url) => assert.fail(`redirected to ${url}`),
    saveCodeVerifier: () => {},
    codeVerifier: () => '',
  };
  const connect = async () => {
    const client = new Client({ name: 'c', version: '1' });
    const transport = new SSEClientTransport(new URL(`${feed.origin}/sse`), { authProvider });
    client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) =>
      received.push(params.data),
    );
    await client.connect(transport);
    return client;
  };
  let client;
  return {
    async subscribe() {
      const manifest = new URL('../node_modules/eventsource/package.json', import.meta.url);
      assert.equal(JSON.parse(readFileSync(manifest)).name, 'eventsource-wasm');
      client = await connect();
      assert.deepEqual(statuses, [401, 200]);
    },
    async receive() {
      const { content } = await client.callTool({ name: 'price' });
      assert.equal(content[0].text, '12');
      await server.sendLoggingMessage({ level: 'info', data: 13 });
      await until('the notification', () => received.includes(13));
    },
    token() {
      assert.equal(grants.length, 1);
      assert.equal(grants[0].grant_type, 'refresh_token');
      assert.equal(grants[0].refresh_token, 'again');
    },
    async refusal() {
      admits = false;
      await assert.rejects(connect(), { code: 403 });
      assert.equal(statuses.at(-1), 403);
    },
    async close() {
      await client.close();
      await until('the connection has ended', () => transports.size === 0);
    },
  };
}
