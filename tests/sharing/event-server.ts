import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { textOf } from './pages/text-of.js';
import { Records, type Report } from './records.ts';

const kPages = new URL('pages/', import.meta.url);
const kDist = new URL('../../dist/', import.meta.url);
const kTypes: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };
const kTick = 10; // ms

/** A user's events: numbered from 1, and kept. */
class Stream {
  readonly blocks: string[] = [];
  readonly open = new Set<ServerResponse>();
  token = 1;
  /** Most connections at the same time, since it was last set. */
  most = 0;

  constructor(
    readonly user: string,
    /** Events per second. */
    readonly rate: number,
  ) {}

  publish(): void {
    const n = this.blocks.length + 1;
    const data = JSON.stringify({ user: this.user, n, text: textOf(n) });
    const type = n % 5 === 0 ? 'event: tick\n' : '';
    this.blocks.push(`${n % 13 === 0 ? ': comment\n\n' : ''}${type}id: ${n}\ndata: ${data}\n\n`);
  }

  /** Sends what came after `count` events; cut anywhere, as networks do. */
  send(count: number): void {
    const text = this.blocks.slice(count).join('');
    if (text === '') return;
    const bytes = Buffer.from(text);
    const cut = (this.blocks.length * 7919) % bytes.length;
    for (const response of this.open) {
      response.write(bytes.subarray(0, cut));
      response.write(bytes.subarray(cut));
    }
  }
}

/**
 * Serves pages and their event streams (HTTP/1.1, so six connections at most from one browser), and at
 * another origin what pages report.
 *
 *     GET  /events?user=c    the events of a user who needs no token
 *     GET  /events           those of the token's user, with Authorization: Bearer <user>.<token>
 *     POST <reports>         see records.ts
 *     GET  <reports>/token?user=a
 */
export class EventServer {
  readonly records = new Records();
  private readonly streams = new Map<string, Stream>();
  private readonly pages: Server;
  private readonly reports: Server;
  private timer: NodeJS.Timeout | undefined;

  /** @param rates events per second, by user */
  constructor(rates: Record<string, number>) {
    for (const [user, rate] of Object.entries(rates))
      this.streams.set(user, new Stream(user, rate));
    this.pages = createServer((request, response) => void this.servePage(request, response));
    this.reports = createServer((request, response) => void this.serveReport(request, response));
  }

  async start(): Promise<void> {
    await Promise.all([listen(this.pages, 0), listen(this.reports, 0)]);
    this.port = portOf(this.pages);
    this.reportsOrigin = `http://127.0.0.1:${portOf(this.reports)}`;
    const began = performance.now();
    this.timer = setInterval(() => {
      const seconds = (performance.now() - began) / 1000;
      for (const stream of this.streams.values()) {
        const count = stream.blocks.length;
        while (stream.blocks.length < seconds * stream.rate) stream.publish();
        stream.send(count);
      }
    }, kTick);
  }

  private port = 0;
  private reportsOrigin = '';

  get users(): string[] {
    return [...this.streams.keys()];
  }

  pageUrl(settings: Record<string, string>): string {
    const query = new URLSearchParams({ ...settings, reports: this.reportsOrigin });
    return `http://127.0.0.1:${this.port}/tab.html?${query}`;
  }

  /** A page of another site. */
  get awayUrl(): string {
    return `http://localhost:${this.port}/away.html`;
  }

  /** The last ID of a user's events so far. */
  lastId(user: string): number {
    return this.stream(user).blocks.length;
  }

  /** The connections of a user that are open. */
  connections(user: string): number {
    return this.stream(user).open.size;
  }

  /** Most connections of a user at the same time, since it was last asked. */
  takeMost(user: string): number {
    const stream = this.stream(user);
    const { most } = stream;
    stream.most = stream.open.size;
    return most;
  }

  /** The token of a user is another from now on, and connections with the previous one end. */
  renewToken(user: string): void {
    this.stream(user).token += 1;
    this.cut(user);
  }

  /** Breaks off the connections of a user. */
  cut(user: string): void {
    for (const response of this.stream(user).open) response.socket?.destroy();
  }

  /** Nobody listens at the port of pages and events, and their connections break off. */
  async goAway(): Promise<void> {
    const closed = new Promise((resolve) => this.pages.close(resolve));
    this.pages.closeAllConnections();
    await closed;
  }

  async comeBack(): Promise<void> {
    await listen(this.pages, this.port);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    for (const server of [this.pages, this.reports]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  private stream(user: string): Stream {
    const stream = this.streams.get(user);
    if (!stream) throw new Error(`no user ${user}`);
    return stream;
  }

  private async servePage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, 'http://server');
    if (pathname === '/events')
      return this.serveEvents(request, response, searchParams.get('user'));
    const inDist = pathname.startsWith('/dist/');
    const file = inDist ? new URL(pathname.slice(6), kDist) : new URL(pathname.slice(1), kPages);
    const body = await readFile(file).catch(() => undefined);
    if (!body) return void response.writeHead(404).end();
    const type = kTypes[extname(pathname)] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type }).end(body);
  }

  private serveEvents(
    request: IncomingMessage,
    response: ServerResponse,
    user: string | null,
  ): void {
    const [named, token] = (request.headers.authorization ?? '').replace('Bearer ', '').split('.');
    const stream = this.streams.get(user ?? named);
    if (!stream || (user === null && Number(token) !== stream.token)) {
      return void response.writeHead(401).end();
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const last = request.headers['last-event-id'];
    const seen = last === undefined ? stream.blocks.length : Number(last);
    response.write(`retry: 50\n\n${stream.blocks.slice(seen).join('')}`);
    stream.open.add(response);
    stream.most = Math.max(stream.most, stream.open.size);
    response.once('close', () => stream.open.delete(response));
  }

  private async serveReport(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, 'http://server');
    response.setHeader('access-control-allow-origin', '*');
    if (pathname === '/token') {
      const user = searchParams.get('user')!;
      return void response.end(`${user}.${this.stream(user).token}`);
    }
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('error', () => {}); // the page has ended in the middle of it
    await once(request, 'close').catch(() => {});
    if (!request.complete) return;
    this.records.receive(JSON.parse(body) as Report);
    response.end();
  }
}

async function listen(server: Server, port: number): Promise<void> {
  // Streams stay open for as long as they like.
  server.requestTimeout = 0;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
