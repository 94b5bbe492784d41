import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The ways in which a connection fails, one after the other. */
export type Fault =
  | 'refused' // no response: the socket is destroyed
  | 'silent' // no response, and the socket stays open
  | 'unavailable' // 503 with Retry-After
  | 'unauthorised' // 401
  | 'wrong type'
  | 'ended'
  | 'cut' // in the middle of an event
  | 'stalled'; // in the middle of an event, and the socket stays

export interface FaultServer {
  url: string;
  /** When each request came, ms. */
  arrivals: number[];
  close(): Promise<void>;
}

const block = (id: number): string => `id: ${id}\ndata: event ${id}\n\n`;

/**
 * Serves one numbered stream: the n-th request meets the n-th fault, and a request beyond the last gets
 * all that is left, up to `last`. Each connection that opens continues after its Last-Event-ID.
 */
export async function startFaultServer(
  faults: readonly Fault[],
  last: number,
): Promise<FaultServer> {
  const arrivals: number[] = [];

  function respond(request: IncomingMessage, response: ServerResponse): void {
    const round = arrivals.push(performance.now()) - 1;
    const fault = faults[round];
    const seen = Number(request.headers['last-event-id'] ?? 0);
    const open = () => response.writeHead(200, { 'content-type': 'text/event-stream' });
    // No more than three events a round, so that they last.
    const blocks = (count: number) =>
      Array.from({ length: count }, (_, i) => block(seen + 1 + i)).join('');
    const some = blocks(round % 4);
    const half = block(seen + 1 + (round % 4)).slice(0, 1 + (round % 20));
    if (fault === undefined) open().write(blocks(last - seen));
    else if (fault === 'refused') request.socket.destroy();
    else if (fault === 'unavailable') {
      response.writeHead(503, { 'retry-after': String(round % 400 === 0 ? 1 : 0) }).end('later');
    } else if (fault === 'unauthorised') response.writeHead(401).end('expired');
    else if (fault === 'wrong type') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>');
    } else if (fault === 'ended') open().end(some);
    else if (fault === 'stalled') open().write(some + half);
    else if (fault === 'cut') {
      // The client has read what came before it.
      open().write(some + half, () => setTimeout(() => request.socket.destroy(), 2));
    }
  }

  const server = createServer(respond);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    arrivals,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
