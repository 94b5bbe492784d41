import { spawn } from 'node:child_process';

export type Stop = () => Promise<void>;

/** How long a browser may take to end before it is killed, ms. */
const kGrace = 3000;

/**
 * Runs a program with everything it starts, until told to stop or until this process ends.
 * BROWSER_LOG=1 shows what it prints.
 */
export function runProgram(file: string, args: string[], environment = process.env): Stop {
  const program = spawn(file, args, {
    stdio: process.env.BROWSER_LOG ? 'inherit' : 'ignore',
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
  return async () => {
    process.off('exit', kill);
    if (program.exitCode !== null || program.signalCode !== null) return;
    signal('SIGTERM');
    const timer = setTimeout(kill, kGrace);
    await gone;
    clearTimeout(timer);
  };
}
