import { fileURLToPath } from 'node:url';
import { freePorts, type Program, start } from './programs.ts';

const kFile = fileURLToPath(new URL('event-server.mjs', import.meta.url));

/** What the server tells about a connection: how the request came, or that it has fallen silent. */
export interface ServerNotice {
  route: string;
  protocol?: string;
  fault?: 'nginx timeout';
}

export interface EventServer {
  port: number;
  /** Kills it with SIGKILL and starts it again; returns false if it is not up. */
  restart(): boolean;
  close(): Promise<void>;
}

/** Starts event-server.mjs, which sends the numbered events up to `last`. */
export async function startEventServer(
  last: number,
  seed: number,
  onNotice: (notice: ServerNotice) => void,
): Promise<EventServer> {
  const [port] = (await freePorts(1)) as [number];
  let starts = 0;
  let isUp = false;
  let isClosed = false;
  let program: Program;

  async function launch(): Promise<void> {
    if (isClosed) return;
    const args = [kFile, port, last, seed + starts++].map(String);
    program = start(process.execPath, args, 'ipc');
    await new Promise<void>((resolve) => {
      program.process.once('exit', () => resolve());
      program.process.on('message', (message: ServerNotice | { listening: true }) => {
        if ('route' in message) onNotice(message);
        else {
          isUp = true;
          resolve();
        }
      });
    });
  }

  await launch();
  return {
    port,
    restart() {
      if (!isUp) return false;
      isUp = false;
      void program.kill().then(launch);
      return true;
    },
    async close() {
      isClosed = true;
      await program.kill();
    },
  };
}
