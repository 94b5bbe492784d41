// A small fake of the libraries' servers: event streams that can be cut, refused and resumed.
import { createServer } from 'node:http';
import { createSession } from 'better-sse';

/** @typedef {{ method: string, url: string, headers: Record<string, string>, body: string }} Seen */

export class Feed {
  /** Every request for an event stream, in order. @type {Seen[]} */
  requests = [];
  /** Decides with which status a request is refused; undefined lets it in. @type {(seen: Seen) => number | undefined} */
  refuse = () => undefined;
  /** What a new connection receives first. @type {(session: import('better-sse').Session, seen: Seen) => void} */
  greet = () => {};
  /** Other paths, by 'METHOD /path'. @type {Map<string, (seen: Seen, response: import('node:http').ServerResponse) => void>} */
  paths = new Map();
  /** Handles every other request; returns whether it did. */
  otherwise = (_request, _response) => false;
  /** Those that are open, with their responses. */
  #sessions = new Map();
  #sent = [];

  static async open() {
    const feed = new Feed();
    const server = createServer((request, response) => feed.#respond(request, response));
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    feed.server = server;
    feed.origin = `http://127.0.0.1:${server.address().port}`;
    return feed;
  }

  /** How many connections are open now. */
  get connections() {
    return this.#sessions.size;
  }

  /** Sends an event to all, or to those that come later with the ID of an earlier one. */
  send(data, { type = 'message', id = String(this.#sent.length + 1) } = {}) {
    const event = [typeof data === 'string' ? data : JSON.stringify(data), type, id];
    this.#sent.push(event);
    for (const session of this.#sessions.keys()) session.push(...event);
  }

  /** Breaks all connections off, as a network does. */
  cut() {
    for (const response of this.#sessions.values()) response.destroy();
    this.#sessions.clear();
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }

  async #respond(request, response) {
    response.shouldKeepAlive = false;
    if (this.otherwise(request, response)) return;
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, headers } = request;
    const seen = { method, url, headers, body: Buffer.concat(chunks).toString() };
    const other = this.paths.get(`${method} ${url.split('?')[0]}`);
    if (other) return void other(seen, response);
    this.requests.push(seen);
    const status = this.refuse(seen);
    if (status) return void response.writeHead(status).end();
    await this.#stream(request, response, seen);
  }

  async #stream(request, response, seen) {
    // The reconnection time is short, so that tests do not wait.
    const options = { retry: 20, keepAlive: null, serializer: String };
    const session = await createSession(request, response, options);
    this.greet(session, seen);
    const last = session.lastId || new URL(seen.url, this.origin).searchParams.get('lastEventId');
    const from = this.#sent.findIndex(([, , id]) => id === last);
    if (from >= 0) for (const event of this.#sent.slice(from + 1)) session.push(...event);
    this.#sessions.set(session, response);
    session.once('disconnected', () => this.#sessions.delete(session));
  }
}
