import { readFileSync } from 'node:fs';
import { type Nginx, startNginx } from './nginx.ts';
import { dataOf } from './numbered-events.mjs';
import { freePorts, listening, start, temporaryFolder } from './programs.ts';

const kModule = process.env.NCHAN_MODULE ?? '/usr/lib/nginx/modules/ngx_nchan_module.so';

export interface NchanNode {
  port: number;
  nginx: Nginx;
}

export interface Nchan {
  nodes: NchanNode[];
  /** Publishes the n-th of the numbered events on a node. */
  publish(n: number, channel: string, node: NchanNode): Promise<void>;
  close(): Promise<void>;
}

/** The configuration of docs/scaling.md, with ports of this machine. */
function configuration(redisPort: number, port: number, applicationPort: number): string {
  const text = readFileSync(new URL('../../docs/scaling.md', import.meta.url), 'utf8');
  const block = /```nginx\n(.*?)```/s.exec(text)?.[1];
  if (block === undefined) throw new Error('docs/scaling.md has no configuration of nginx');
  const replacements: [string, string][] = [
    ['redis://127.0.0.1:6379', `redis://127.0.0.1:${redisPort}`],
    ['listen 8080', `listen 127.0.0.1:${port}`],
    ['http://127.0.0.1:3000', `http://127.0.0.1:${applicationPort}`],
    // The client of the test comes after the first event.
    ['first_message newest', 'first_message oldest'],
  ];
  return replacements.reduce((result, [from, to]) => {
    if (result.split(from).length !== 2) throw new Error(`docs/scaling.md must have one ${from}`);
    return result.replace(from, to);
  }, block);
}

/** Starts Redis and nodes of nchan on it. @param applicationPort what is not for nchan goes there */
export async function startNchan(nodeCount: number, applicationPort: number): Promise<Nchan> {
  const { folder, remove } = temporaryFolder();
  const [redisPort, ...ports] = (await freePorts(nodeCount + 1)) as [number, ...number[]];
  const redis = start('redis-server', [
    ...['--port', String(redisPort), '--bind', '127.0.0.1', '--dir', folder],
    ...['--save', '', '--appendonly', 'no'],
  ]);
  await listening(redisPort, redis);
  const nodes: NchanNode[] = [];
  for (const port of ports) {
    const http = configuration(redisPort, port, applicationPort);
    nodes.push({ port, nginx: await startNginx(http, port, `load_module ${kModule};`) });
  }
  return {
    nodes,
    async publish(n, channel, { port }) {
      const url = `http://127.0.0.1:${port}/publish?channel=${channel}`;
      // A connection of its own: one that is kept may be to a node that was killed since.
      const headers = { connection: 'close' };
      for (;;) {
        const response = await fetch(url, { method: 'POST', body: dataOf(n), headers });
        await response.text();
        if (response.ok) return;
        // A node that has just started has no connection to Redis yet.
        if (response.status !== 503) throw new Error(`publishing ${n}: status ${response.status}`);
      }
    },
    async close() {
      for (const { nginx } of nodes) await nginx.close();
      await redis.kill();
      remove();
    },
  };
}
