import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { seeded } from './numbered-events.mjs';

/** How a connection through the proxy ends before its time. */
export type ConnectionFault = 'refused' | 'cut' | 'reset' | 'stalled';

export interface FaultProxyOptions {
  /** The port that a new connection is forwarded to. */
  target: () => number;
  seed: number;
  /** How many bytes the average connection may pass on before it meets its fault. */
  meanBytes: number;
  /** For how long a stalled connection stays silent before it is reset, ms. */
  stall: number;
  /** Asked at each connection: whether it meets a fault. */
  isFaulty: () => boolean;
  /** Called when a connection has met its fault. */
  onFault: (fault: ConnectionFault) => void;
}

export interface FaultProxy {
  port: number;
  /** Cuts all connections. */
  cutAll(): void;
  close(): Promise<void>;
}

const kEndings: ConnectionFault[] = ['cut', 'cut', 'cut', 'reset', 'reset', 'reset', 'stalled'];
/** How a connection's bytes are passed on: as they come, the first ones singly, or all in small pieces. */
const kDeliveries = ['whole', 'whole', 'dribbled', 'split'] as const;
const kDribbled = 600; // bytes

/**
 * A TCP proxy whose connections are cut, reset or stall after a random number of bytes from the server, or
 * are refused.
 */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const random = seeded(options.seed);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket.setNoDelay());
    socket.once('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
  };

  const server = createServer({ pauseOnConnect: true }, (client) => {
    keep(client);
    const ending = options.isFaulty() ? kEndings[random(kEndings.length)] : undefined;
    if (ending && random(12) === 0) {
      client.resetAndDestroy();
      options.onFault('refused');
      return;
    }
    const upstream = connect(options.target(), '127.0.0.1');
    keep(upstream);
    client.once('close', () => upstream.destroy());
    client.resume();
    client.pipe(upstream);

    const fault = ending && { ending, after: 1 + random(2 * options.meanBytes) };
    void forward(upstream, client, fault);
  });

  async function forward(
    upstream: Socket,
    client: Socket,
    fault: { ending: ConnectionFault; after: number } | undefined,
  ): Promise<void> {
    const delivery = kDeliveries[random(kDeliveries.length)];
    let passed = 0;
    let left = fault?.after ?? Number.POSITIVE_INFINITY;
    const sizeOfNext = () => {
      if (delivery === 'split') return 1 + random(200);
      return delivery === 'dribbled' && passed < kDribbled ? 1 : left;
    };
    try {
      const chunks = upstream.iterator({ destroyOnReturn: false });
      for await (const chunk of chunks as AsyncIterable<Buffer>) {
        for (let at = 0; at < chunk.length; ) {
          const piece = chunk.subarray(at, at + Math.min(sizeOfNext(), left));
          at += piece.length;
          passed += piece.length;
          left -= piece.length;
          await new Promise((resolve) => client.write(piece, resolve));
          if (client.destroyed) return;
          if (fault && left <= 0) return meet(fault.ending, client, upstream);
        }
      }
    } catch {
      // The upstream has reset its connection, or there is none.
    }
    client.destroySoon();
  }

  function meet(ending: ConnectionFault, client: Socket, upstream: Socket): void {
    options.onFault(ending);
    if (ending === 'cut') client.destroy();
    else if (ending === 'reset') client.resetAndDestroy();
    else {
      const timer = setTimeout(() => client.resetAndDestroy(), options.stall);
      client.once('close', () => clearTimeout(timer));
      upstream.pause();
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cutAll,
    close: () => {
      cutAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
