import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

/** Sends a command. `Outcome` has what the commands that are used return, each a part of it. */
export type Send<Outcome> = (method: string, params?: object) => Promise<Outcome>;

export interface DevTools<Outcome> {
  /** For commands to the session, or to the browser. */
  session(sessionId?: string): Send<Outcome>;
  /** What comes with the next event of this name. */
  next(event: string): Promise<Outcome>;
}

interface Waiting<Outcome> {
  resolve(result: Outcome): void;
  reject(error: Error): void;
}

/** How long a command may take, ms: to a page whose process was stopped it takes for ever. */
const kPatience = 60_000;

/** The DevTools protocol of a Chromium that was started with --remote-debugging-pipe, and two pipes. */
export function connectDevTools<Outcome>({ stdio }: ChildProcess): DevTools<Outcome> {
  const [, , , to, from] = stdio as unknown as [null, null, null, Writable, Readable];
  const waiting = new Map<number, Waiting<Outcome>>();
  const events = new Map<string, (outcome: Outcome) => void>();
  let lastId = 0;
  let rest = '';
  from.setEncoding('utf8').on('data', (chunk: string) => {
    const messages = (rest + chunk).split('\0');
    rest = messages.pop()!;
    for (const message of messages) {
      const { id, result, error, method, params } = JSON.parse(message);
      events.get(method)?.(params);
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error) asked?.reject(new Error(error.message));
      else asked?.resolve(result);
    }
  });
  to.on('error', () => {}); // it has ended; commands time out
  return {
    next: (event) =>
      new Promise((resolve) => {
        events.set(event, resolve);
      }),
    session: (sessionId) => (method, params) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        const timer = setTimeout(() => {
          waiting.delete(id);
          reject(new Error(`no response to ${method} within ${kPatience} ms`));
        }, kPatience);
        waiting.set(id, {
          resolve: (result) => {
            clearTimeout(timer);
            resolve(result);
          },
          reject: (error) => {
            clearTimeout(timer);
            reject(new Error(`${method}: ${error.message}`));
          },
        });
        to.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
      }),
  };
}
