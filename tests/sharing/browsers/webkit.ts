import { browserProgram } from '../../support/browser-programs.ts';
import { startWebKit, type WebKitSession } from '../../support/webkit-session.ts';
import { until } from '../until.ts';
import type { Browser, Tab } from './browser.ts';
import { pageProcesses } from './page-process.ts';

/** WebKit by W3C WebDriver. */
export async function openWebKit(): Promise<Browser> {
  const session = await startWebKit(browserProgram('webkit'));
  const turns = new Turns();
  // A window is opened by another one.
  const first = await session.ask('GET', '/window');
  return {
    open: (url) =>
      turns.take(async () => {
        await session.ask('POST', '/window', { handle: first });
        const before = pageProcesses(session.pid);
        const opened = await session.ask('POST', '/window/new', { type: 'window' });
        let pid = 0;
        await until(
          () => {
            [pid = 0] = pageProcesses(session.pid).filter((other) => !before.includes(other));
            return pid !== 0;
          },
          () => `WebKit has started no process for ${url}`,
        );
        const { handle } = opened as { handle: string };
        await session.ask('POST', '/window', { handle });
        await session.ask('POST', '/url', { url });
        return new WebKitTab(session, turns, handle, pid);
      }),
    close: session.stop,
  };
}

/** The window that commands go to is a state of the session: one caller after the other. */
class Turns {
  private last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => {});
    return turn;
  }
}

class WebKitTab implements Tab {
  constructor(
    private readonly session: WebKitSession,
    private readonly turns: Turns,
    private readonly handle: string,
    private readonly pid: number,
  ) {}

  async load(url: string): Promise<void> {
    await this.ask('POST', '/url', { url });
  }

  async reload(): Promise<void> {
    await this.ask('POST', '/refresh', {});
  }

  async close(): Promise<void> {
    await this.ask('DELETE', '/window');
  }

  evaluate(expression: string): Promise<unknown> {
    const script = `return window.eval(${JSON.stringify(expression)})`;
    return this.ask('POST', '/execute/sync', { script, args: [] });
  }

  async process(): Promise<number> {
    return this.pid;
  }

  private ask(method: string, path: string, body?: object): Promise<unknown> {
    return this.turns.take(async () => {
      await this.session.ask('POST', '/window', { handle: this.handle });
      return this.session.ask(method, path, body);
    });
  }
}
