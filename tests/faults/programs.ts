import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A program with all processes that it starts, in a process group of their own. */
export interface Program {
  process: ChildProcess;
  /** Sends a signal to the program's first process. */
  signal(name: NodeJS.Signals): void;
  /** Ends all of its processes with SIGKILL. */
  kill(): Promise<void>;
}

/** Starts a program, until it is killed or this process ends. FAULTS_LOG=1 shows what it prints. */
export function start(file: string, args: string[], stdio?: 'ipc'): Program {
  const output = process.env.FAULTS_LOG ? 'inherit' : 'ignore';
  const child = spawn(file, args, {
    stdio: ['ignore', output, output, ...(stdio ? ([stdio] as const) : [])],
    detached: true,
  });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve()).once('error', () => resolve());
  });
  const killGroup = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  };
  process.once('exit', killGroup);
  return {
    process: child,
    signal: (name) => void child.kill(name),
    kill: async () => {
      killGroup();
      await gone;
      process.off('exit', killGroup);
    },
  };
}

/** A folder for a program's files, and what removes it. */
export function temporaryFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'eventsource-faults-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/**
 * Ports that were free a moment ago, below those that systems give to outgoing connections: such a connection
 * may otherwise take the port of a program that is being restarted.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = 15_000 + Math.floor(Math.random() * 17_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    ports.add(port);
    await new Promise((resolve) => server.close(resolve));
  }
  return [...ports];
}

/** Resolves when something listens on a port. */
export async function listening(port: number, program: Program): Promise<void> {
  const isOpen = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false)).on('connect', () => socket.destroy());
    });
  while (!(await isOpen())) {
    const { exitCode, spawnfile } = program.process;
    if (exitCode !== null) throw new Error(`${spawnfile} has ended with exit code ${exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
