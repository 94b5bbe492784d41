// A small fake of an OAuth 2.1 authorization server, and of the user who agrees to everything.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';

export class AuthorizationServer {
  /** The parameters of the requests for tokens, in order. @type {Record<string, string>[]} */
  grants = [];
  #issuer;
  #callback;
  /** The code challenges of the codes that no token has been given for. */
  #challenges = new Map();
  #valid = new Set();
  #refresh = new Set();

  /**
   * @param {import('./feed.js').Feed} feed where it is, too
   * @param {string} path of the resource that it protects
   */
  constructor(feed, path) {
    this.#issuer = feed.origin;
    this.#callback = `${feed.origin}/callback`;
    const json = (response, value) =>
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
    const resource = { resource: `${feed.origin}${path}`, authorization_servers: [feed.origin] };
    feed.paths.set('GET /.well-known/oauth-protected-resource', (_, response) =>
      json(response, resource),
    );
    feed.paths.set('GET /.well-known/oauth-authorization-server', (_, response) =>
      json(response, {
        issuer: feed.origin,
        authorization_endpoint: `${feed.origin}/authorize`,
        token_endpoint: `${feed.origin}/token`,
        response_types_supported: ['code'],
        grant_types_supported: ['authorization_code', 'refresh_token'],
        code_challenge_methods_supported: ['S256'],
        token_endpoint_auth_methods_supported: ['none'],
      }),
    );
    feed.paths.set('GET /authorize', ({ url }, response) => {
      const { searchParams } = new URL(url, feed.origin);
      assert.equal(searchParams.get('code_challenge_method'), 'S256');
      const code = randomUUID();
      this.#challenges.set(code, searchParams.get('code_challenge'));
      response
        .writeHead(302, { Location: `${searchParams.get('redirect_uri')}?code=${code}` })
        .end();
    });
    feed.paths.set('POST /token', ({ body }, response) => {
      const grant = Object.fromEntries(new URLSearchParams(body));
      this.grants.push(grant);
      if (!this.#isValid(grant)) return response.writeHead(400).end('{"error":"invalid_grant"}');
      const tokens = { access_token: randomUUID(), refresh_token: randomUUID() };
      this.#valid.add(tokens.access_token);
      this.#refresh.add(tokens.refresh_token);
      return json(response, { ...tokens, token_type: 'Bearer', expires_in: 60 });
    });
  }

  /** Each code and each refresh token is good for once. */
  #isValid({ grant_type, code, code_verifier, refresh_token }) {
    if (grant_type === 'refresh_token') return this.#refresh.delete(refresh_token);
    const challenge = this.#challenges.get(code);
    this.#challenges.delete(code);
    return challenge === createHash('sha256').update(code_verifier).digest('base64url');
  }

  /** Whether a request has a token that is valid; responds with 401 when not. */
  admits(request, response) {
    const [, token] = /^Bearer (.*)$/.exec(request.headers.authorization ?? '') ?? [];
    if (this.#valid.has(token)) return true;
    const where = `${this.#issuer}/.well-known/oauth-protected-resource`;
    response.setHeader('WWW-Authenticate', `Bearer resource_metadata="${where}"`);
    response.writeHead(401).end();
    return false;
  }

  /** All tokens are valid no more; new ones can be had with the refresh tokens. */
  expire() {
    this.#valid.clear();
  }

  /** What an application keeps for a client of the MCP SDK. */
  application() {
    const kept = {};
    return {
      kept,
      redirectUrl: this.#callback,
      clientMetadata: { redirect_uris: [this.#callback] },
      clientInformation: () => ({ client_id: 'a' }),
      tokens: () => kept.tokens,
      saveTokens: (tokens) => Object.assign(kept, { tokens }),
      codeVerifier: () => kept.verifier,
      saveCodeVerifier: (verifier) => Object.assign(kept, { verifier }),
      redirectToAuthorization: (page) => Object.assign(kept, { page }),
    };
  }

  /** The user agrees; returns the code that the redirect to the application brings. */
  async agree(page) {
    const { status, headers } = await fetch(page, { redirect: 'manual' });
    assert.equal(status, 302);
    const { origin, pathname, searchParams } = new URL(headers.get('location'));
    assert.equal(origin + pathname, this.#callback);
    return searchParams.get('code');
  }
}
