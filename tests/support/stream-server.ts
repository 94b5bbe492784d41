import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express, type Request, type Response } from 'express';
import { breakOff, playSteps } from './scenario-player.ts';
import type { ReceivedRequest, Scenario, ScenarioLog } from './stream-scenario.ts';

export interface StreamServer {
  /** One origin per port, e.g. `http://127.0.0.1:4000`; they share their scenarios. */
  origins: string[];
  /** For tests that serve pages of their own. */
  app: Express;
  close(): Promise<void>;
}

/**
 * A server that plays scenarios:
 *
 *     POST /scenarios                       { connections, cors? } -> { id }
 *     ANY  /stream/:id                      plays the next connection of the scenario
 *     POST /scenarios/:id/go                ends the oldest 'wait', or else the next one
 *     POST /scenarios/:id/over              cuts the connections that are still open
 *     GET  /scenarios/:id/log?requests=2    the log, once it holds that many; also ?dropped= ?probes=
 */
export async function startStreamServer(portCount = 2): Promise<StreamServer> {
  const playing = new Map<string, Playing>();
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((_, response, next) => {
    // A connection serves one request: browsers send a request again by themselves, unseen by the
    // script, when a connection that they had used before is cut.
    response.shouldKeepAlive = false;
    next();
  });
  app.use('/scenarios', openToAll);
  app.post('/scenarios', express.json({ limit: '64mb' }), (request, response) => {
    const id = String(playing.size + 1);
    playing.set(id, new Playing(request.body as Scenario));
    response.json({ id });
  });
  app.post('/scenarios/:id/go', (request, response) => {
    of(request)?.go();
    response.status(204).end();
  });
  app.post('/scenarios/:id/over', (request, response) => {
    of(request)?.cutAll();
    response.status(204).end();
  });
  app.get('/scenarios/:id/log', async (request, response) => {
    response.json(await of(request)?.logWith(request.query as Record<string, string>));
  });
  app.all('/stream/:id', express.text({ type: () => true, limit: '64mb' }), (request, response) => {
    const scenario = of(request);
    if (scenario) void scenario.respond(request, response);
    else response.status(404).end();
  });
  const of = (request: Request) => playing.get(String(request.params.id));

  const servers = await Promise.all(Array.from({ length: portCount }, () => listen(app)));
  return {
    app,
    origins: servers.map((server) => originOf(server.address() as AddressInfo)),
    close: async () => {
      await Promise.all(
        servers.map((server) => {
          server.closeAllConnections();
          return new Promise((resolve) => server.close(resolve));
        }),
      );
    },
  };
}

/** A scenario on the server: what is left to play, and which requests it has received. */
class Playing {
  private readonly log: ScenarioLog = { requests: [], preflights: [], probes: [], dropped: 0 };
  private readonly waiting: (() => void)[] = [];
  private readonly open = new Set<Response>();
  private allowed = 0;
  private watchers: (() => void)[] = [];

  constructor(private readonly scenario: Scenario) {}

  async respond(request: Request, response: Response): Promise<void> {
    const { connections, cors = 'open' } = this.scenario;
    const received = describe(request);
    if (request.method === 'OPTIONS') {
      this.record(this.log.preflights, received);
      if (cors === 'open') allow(request, response);
      response.status(204).end();
      return;
    }
    if (cors !== 'refused') allow(request, response);
    if (isProbe(received)) {
      this.record(this.log.probes, received);
      // It gets the head that the request before got, or no response.
      const [first] = connections[this.log.requests.length - 1] ?? [];
      if (first === 'cut') return breakOff(response);
      if (typeof first === 'object' && 'head' in first)
        response.writeHead(first.head, first.headers);
      response.end();
      return;
    }
    const steps = connections[this.log.requests.length];
    // With `Connection: close`, Node and WebKitGTK take a cut for the end of the body.
    response.shouldKeepAlive = steps?.includes('cut') ?? false;
    this.record(this.log.requests, received);
    this.open.add(response);
    response.on('close', () => {
      this.open.delete(response);
      if (response.writableEnded) return;
      this.log.dropped += 1;
      this.changed();
    });
    await playSteps(steps ?? [{ head: 204, headers: {} }, 'end'], request, response, () =>
      this.pass(),
    );
  }

  go(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.allowed += 1;
  }

  cutAll(): void {
    for (const response of this.open) response.socket?.destroy();
  }

  async logWith(counts: Record<string, string>): Promise<ScenarioLog> {
    const enough = () =>
      this.log.requests.length >= Number(counts.requests ?? 0) &&
      this.log.probes.length >= Number(counts.probes ?? 0) &&
      this.log.dropped >= Number(counts.dropped ?? 0);
    while (!enough()) await new Promise<void>((resolve) => this.watchers.push(resolve));
    return this.log;
  }

  private pass(): Promise<void> {
    if (this.allowed > 0) {
      this.allowed -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private record(list: ReceivedRequest[], received: ReceivedRequest): void {
    list.push(received);
    this.changed();
  }

  private changed(): void {
    for (const watcher of this.watchers.splice(0)) watcher();
  }
}

/** Is it the package's check that the server can be reached? */
function isProbe({ headers, method }: ReceivedRequest): boolean {
  return method === 'GET' && headers['sec-fetch-mode'] === 'no-cors';
}

function describe(request: Request): ReceivedRequest {
  const id = request.headers['last-event-id'];
  // Node reads header bytes as Latin-1, so this gives them back unchanged.
  const bytes = id === undefined ? null : Buffer.from(String(id), 'latin1');
  return {
    time: performance.now(),
    method: request.method,
    origin: originOf(request.socket.address() as AddressInfo),
    target: request.originalUrl,
    headers: request.headers as Record<string, string>,
    lastEventId: bytes?.toString('utf8') ?? null,
    lastEventIdBytes: bytes && [...bytes],
    body: typeof request.body === 'string' ? request.body : '',
  };
}

/** Allows CORS for every origin, with credentials. */
function allow(request: Request, response: Response): void {
  response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
  response.setHeader('access-control-allow-credentials', 'true');
  response.setHeader('access-control-max-age', '0');
  const headers = request.headers['access-control-request-headers'];
  if (headers !== undefined) response.setHeader('access-control-allow-headers', headers);
  const method = request.headers['access-control-request-method'];
  if (method !== undefined) response.setHeader('access-control-allow-methods', method);
}

function openToAll(request: Request, response: Response, next: () => void): void {
  allow(request, response);
  response.setHeader('cache-control', 'no-store');
  if (request.method === 'OPTIONS') response.status(204).end();
  else next();
}

async function listen(app: Express): Promise<Server> {
  const server = createServer(app);
  // A test may keep its streams open for as long as it likes.
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const originOf = ({ address, port }: AddressInfo): string => `http://${address}:${port}`;
