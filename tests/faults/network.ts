import { type Certificate, makeCertificate } from './certificate.ts';
import { type EventServer, startEventServer } from './event-server.ts';
import { type ConnectionFault, type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { type Nchan, startNchan } from './nchan.ts';
import { type Nginx, startNginx } from './nginx.ts';
import { blockOf } from './numbered-events.mjs';
import { freePorts, temporaryFolder } from './programs.ts';
import { configuration, kNginxTimeout, routes } from './routes.ts';

export type Fault =
  | ConnectionFault
  | 'nginx timeout'
  | 'nginx reloaded'
  | 'server killed'
  | 'node killed';

/** A way to the events, and what has happened on it. */
export class Path {
  url = '';
  /** That have reached the server of the events. */
  requests = 0;
  readonly protocols = new Set<string>();
  readonly faults: Partial<Record<Fault, number>> = {};
  /** All events have been received, or something went wrong. */
  isOver = false;

  constructor(readonly name: string) {}

  meet(fault: Fault): void {
    if (!this.isOver) this.faults[fault] = (this.faults[fault] ?? 0) + 1;
  }

  get faultCount(): number {
    return Object.values(this.faults).reduce((sum, count) => sum + count, 0);
  }
}

export interface NetworkOptions {
  /** How many numbered events there are. */
  last: number;
  /** How many faults each path meets, at the least. */
  faults: number;
  seed: number;
  /** Whether connections of HTTP/2 fail, or only those behind nginx. */
  losesHttp2: boolean;
  /** What serves all but the events. */
  pagesPort: number;
}

// The numbers of connections from one of these to the next. They have no common divisor.
const kPerKill = 17;
const kPerReload = 29;
const kChannel = 'numbered';
/** What a TLS handshake takes of the bytes that a connection may pass on. */
const kHandshake = 3000;

/**
 * Four ways through nginx to a server of numbered events, with a fault proxy on either side of nginx, and one
 * through a fault proxy to two nodes of nchan. What fails next depends on how often they were used, not on the
 * time.
 */
export class Network {
  readonly paths: Path[] = [];
  certificate!: Certificate;
  #server!: EventServer;
  #nginx!: Nginx;
  #nchan!: Nchan;
  #nchanPath!: Path;
  readonly #aliveNodes: Set<Nchan['nodes'][number]> = new Set();
  #publishing: Promise<void> | undefined;
  readonly #closers: (() => unknown)[] = [];
  readonly #proxies: FaultProxy[] = [];
  #connections = 0;
  #turns = 0;
  #seed: number;
  #isOver = false;

  private constructor(readonly options: NetworkOptions) {
    this.#seed = options.seed;
  }

  static async start(options: NetworkOptions): Promise<Network> {
    const network = new Network(options);
    try {
      await network.#startNginx();
      await network.#startNchan();
      return network;
    } catch (error) {
      await network.close();
      throw error;
    }
  }

  /**
   * Cuts all connections; from here on there are faults. Resolves when all events are published.
   *
   * @param onBegun called when clients may begin
   */
  begin(onBegun: () => void): Promise<void> {
    for (const proxy of this.#proxies) proxy.cutAll();
    this.#publishing = this.#publishAll();
    onBegun();
    return this.#publishing;
  }

  async close(): Promise<void> {
    this.#isOver = true;
    await this.#publishing?.catch(() => {});
    for (const closer of this.#closers.splice(0).reverse()) await closer();
  }

  async #startNginx(): Promise<void> {
    const { last, pagesPort, losesHttp2 } = this.options;
    const { folder, remove } = temporaryFolder();
    this.#closers.push(remove);
    this.certificate = makeCertificate(folder);
    this.#server = await startEventServer(last, this.#seed++, ({ route, protocol, fault }) => {
      const path = this.paths.find(({ name }) => name === route);
      if (path && protocol) {
        path.protocols.add(protocol);
        path.requests += 1;
      }
      if (fault) path?.meet(fault);
    });
    this.#closers.push(() => this.#server.close());

    const all = routes(await freePorts(4));
    for (const route of all) {
      const path = this.#newPath(route.name);
      const { isHttp2 } = route;
      // Before nginx every connection meets a fault, behind it every fourth; or behind it all of them.
      const [before, behind] = isHttp2 && !losesHttp2 ? [Number.POSITIVE_INFINITY, 1] : [1, 4];
      route.upstreamPort = await this.#proxy(path, () => this.#server.port, behind);
      const port = await this.#proxy(path, () => route.port, before, isHttp2 ? kHandshake : 0);
      path.url = `${isHttp2 ? 'https' : 'http'}://127.0.0.1:${port}/events`;
    }
    this.#nginx = await startNginx(configuration(all, this.certificate, pagesPort), all[0]!.port);
    this.#closers.push(() => this.#nginx.close());
  }

  async #startNchan(): Promise<void> {
    this.#nchan = await startNchan(2, this.options.pagesPort);
    this.#closers.push(() => this.#nchan.close());
    for (const node of this.#nchan.nodes) this.#aliveNodes.add(node);
    this.#nchanPath = this.#newPath('nchan on Redis, two nodes');
    const port = await this.#proxy(this.#nchanPath, () => this.#nextNode().port, 1);
    this.#nchanPath.url = `http://127.0.0.1:${port}/events?channel=${kChannel}`;
  }

  #newPath(name: string): Path {
    const path = new Path(name);
    this.paths.push(path);
    return path;
  }

  /** A fault proxy whose every `share`-th connection meets a fault, while the path has not met enough. */
  async #proxy(path: Path, target: () => number, share: number, extraBytes = 0): Promise<number> {
    const { last, faults } = this.options;
    let total = 0;
    for (let n = 1; n <= last; n++) total += Buffer.byteLength(blockOf(n));
    let uses = 0;
    const proxy = await startFaultProxy({
      target,
      seed: this.#seed++,
      // So few that there are events left for each fault.
      meanBytes: Math.ceil((0.6 * total) / faults) + extraBytes,
      stall: 2 * kNginxTimeout,
      isFaulty: () => {
        if (!this.#publishing || path.isOver) return false;
        this.#connections += 1;
        this.#disturb();
        uses += 1;
        return uses % share === 0 && path.faultCount < faults;
      },
      onFault: (fault) => path.meet(fault),
    });
    this.#proxies.push(proxy);
    this.#closers.push(() => proxy.close());
    return proxy.port;
  }

  /** Kills the server or reloads nginx, when it is time for that and some path has not met enough. */
  #disturb(): void {
    const affected = this.paths.filter((path) => path !== this.#nchanPath && !path.isOver);
    if (affected.every(({ faultCount }) => faultCount >= this.options.faults)) return;
    if (this.#connections % kPerKill === 0 && this.#server.restart()) {
      for (const path of affected) path.meet('server killed');
    }
    if (this.#connections % kPerReload === 0) {
      this.#nginx.reload();
      for (const path of affected) path.meet('nginx reloaded');
    }
  }

  #nextNode(): Nchan['nodes'][number] {
    const alive = [...this.#aliveNodes];
    return alive[this.#turns++ % alive.length]!;
  }

  /** Publishes all events, while one node after the other is killed and started again. */
  async #publishAll(): Promise<void> {
    const { last, faults } = this.options;
    const perKill = Math.ceil(last / Math.max(4, faults / 5));
    let restarting: Promise<void> | undefined;
    for (let n = 1; n <= last && !this.#isOver; n++) {
      if (n % perKill === 0) {
        await restarting;
        const victim = this.#nchan.nodes[(n / perKill) % 2]!;
        this.#aliveNodes.delete(victim);
        this.#nchanPath.meet('node killed');
        restarting = victim.nginx
          .kill()
          .then(() => victim.nginx.start())
          .then(() => void this.#aliveNodes.add(victim));
      }
      await this.#nchan.publish(n, kChannel, this.#nextNode());
    }
    await restarting;
  }
}
