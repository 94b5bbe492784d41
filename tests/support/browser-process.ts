import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';

export type Stop = () => Promise<void>;

/** How long a browser may take to end before it is killed, ms. */
const kGrace = 3000;

/**
 * Runs a program with everything it starts, until told to stop or until this process ends.
 * BROWSER_LOG=1 shows what it prints.
 */
export const runProgram = (file: string, args: string[], environment = process.env): Stop =>
  startProgram(file, args, { environment }).stop;

/** The same, for whom the process itself is needed; with `pipes` to it from file descriptor 3 on. */
export function startProgram(
  file: string,
  args: string[],
  {
    environment = process.env,
    pipes = 0,
  }: { environment?: NodeJS.ProcessEnv; pipes?: number } = {},
): { program: ChildProcess; stop: Stop } {
  const output = process.env.BROWSER_LOG ? 'inherit' : 'ignore';
  const stdio: StdioOptions = ['ignore', output, output, ...Array(pipes).fill('pipe')];
  const program = spawn(file, args, {
    stdio,
    env: environment,
    detached: true, // a process group of its own, so that its helpers end with it
  });
  program.once('error', (error) => console.error(String(error)));
  const gone = new Promise<void>((resolve) => {
    program.once('exit', () => resolve());
  });
  const signal = (name: NodeJS.Signals) => {
    try {
      if (program.pid !== undefined) process.kill(-program.pid, name);
    } catch {
      // the group has ended
    }
  };
  const kill = () => signal('SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    if (program.exitCode !== null || program.signalCode !== null) return;
    signal('SIGTERM');
    const timer = setTimeout(kill, kGrace);
    await gone;
    clearTimeout(timer);
  };
  return { program, stop };
}
