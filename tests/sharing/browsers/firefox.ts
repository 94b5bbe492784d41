import { existsSync, readFileSync } from 'node:fs';
import { connect as connectSocket, type Socket } from 'node:net';
import { join } from 'node:path';
import { startProgram } from '../../support/browser-process.ts';
import { browserProgram } from '../../support/browser-programs.ts';
import { newProfile } from '../../support/open-browser.ts';
import { writePreferences } from '../../support/quiet-browsers.mjs';
import type { Browser, Tab } from './browser.ts';

/** Firefox by Marionette, the protocol that its WebDriver speaks to it. */
export async function openFirefox(): Promise<Browser> {
  const profile = newProfile('firefox');
  writePreferences(profile.folder, {
    'marionette.port': 0, // a free one
    'dom.ipc.processCount.webIsolated': 40, // a tab, a process: to kill one must not kill others
    'dom.ipc.processPrelaunch.enabled': false,
    'browser.tabs.crashReporting.sendReport': false,
  });
  const switches = ['--headless', '--no-remote', '--marionette', '--remote-allow-system-access'];
  const { stop } = startProgram(
    browserProgram('firefox'),
    [...switches, '--profile', profile.folder],
    { environment: { ...process.env, MOZ_CRASHREPORTER_DISABLE: '1' } },
  );
  const close = async () => {
    await stop();
    profile.forget();
  };
  try {
    const marionette = new Marionette(await connect(join(profile.folder, 'MarionetteActivePort')));
    await marionette.send('WebDriver:NewSession', { pageLoadStrategy: 'none' });
    // A tab is opened by another one.
    const first = await marionette.send('WebDriver:GetWindowHandle', {});
    return {
      open: (url) =>
        marionette.inTurn(async (send) => {
          await send('WebDriver:SwitchToWindow', { handle: first, focus: false });
          const opened = await send('WebDriver:NewWindow', { type: 'tab', focus: true });
          const { handle } = opened as { handle: string };
          await send('WebDriver:SwitchToWindow', { handle, focus: false });
          await send('WebDriver:Navigate', { url });
          return new FirefoxTab(marionette, handle);
        }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

class FirefoxTab implements Tab {
  constructor(
    private readonly marionette: Marionette,
    private readonly handle: string,
  ) {}

  async load(url: string): Promise<void> {
    await this.content('WebDriver:Navigate', { url });
  }

  async reload(): Promise<void> {
    await this.content('WebDriver:Refresh', {});
  }

  async close(): Promise<void> {
    await this.chrome(`
      const browser = browserOf(handle);
      const { gBrowser } = browser.ownerDocument.defaultView;
      gBrowser.removeTab(gBrowser.getTabForBrowser(browser), { skipPermitUnload: true });`);
  }

  evaluate(expression: string): Promise<unknown> {
    return this.content('WebDriver:ExecuteScript', {
      script: `return window.eval(${JSON.stringify(expression)})`,
      args: [],
      sandbox: null, // the page itself
    });
  }

  async process(): Promise<number> {
    return Number(
      await this.chrome('return browserOf(handle).browsingContext.currentWindowGlobal.osPid;'),
    );
  }

  /** The whole browser, in Firefox. */
  async setOffline(offline: boolean): Promise<void> {
    await this.chrome(`Services.io.offline = ${offline};`);
  }

  async discard(): Promise<void> {
    await this.chrome(`
      const browser = browserOf(handle);
      const { gBrowser } = browser.ownerDocument.defaultView;
      const tab = gBrowser.getTabForBrowser(browser);
      gBrowser.selectedTab = gBrowser.tabs.find((other) => other !== tab);
      return gBrowser.prepareDiscardBrowser(tab).then(() => {
        if (!gBrowser.discardBrowser(tab, true)) throw new Error('Firefox does not discard it');
      });`);
  }

  async restore(): Promise<void> {
    await this.chrome(`
      const browser = browserOf(handle);
      const { gBrowser } = browser.ownerDocument.defaultView;
      gBrowser.selectedTab = gBrowser.getTabForBrowser(browser);`);
  }

  private content(name: string, parameters: object): Promise<unknown> {
    return this.marionette.inTurn(async (send) => {
      await send('WebDriver:SwitchToWindow', { handle: this.handle, focus: false });
      return send(name, parameters);
    });
  }

  /** Runs a script with the rights of the browser itself. */
  private chrome(script: string): Promise<unknown> {
    return this.marionette.inTurn(async (send) => {
      await send('Marionette:SetContext', { value: 'chrome' });
      try {
        return await send('WebDriver:ExecuteScript', {
          script: `
            const [handle] = arguments;
            const { NavigableManager } = ChromeUtils.importESModule(
              'chrome://remote/content/shared/NavigableManager.sys.mjs');
            const browserOf = (id) => NavigableManager.getBrowserById(id);
            ${script}`,
          args: [this.handle],
        });
      } finally {
        await send('Marionette:SetContext', { value: 'content' });
      }
    });
  }
}

/** Where Firefox listens, once it has written that down. */
async function connect(portFile: string): Promise<Socket> {
  for (let attempt = 1; attempt < 600; attempt += 1) {
    const port = existsSync(portFile) && Number(readFileSync(portFile, 'utf8'));
    if (port) {
      return new Promise((resolve, reject) => {
        const socket = connectSocket(port, '127.0.0.1', () => resolve(socket));
        socket.once('error', reject);
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('Firefox has not started.');
}

type Send = (name: string, parameters: object) => Promise<unknown>;

/** How long a command may take, ms. */
const kPatience = 60_000;

/** Each message is its length, a colon and JSON. */
class Marionette {
  private rest = Buffer.alloc(0);
  private lastId = 0;
  private readonly waiting = new Map<number, (error: unknown, result: unknown) => void>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly socket: Socket) {
    socket.on('error', () => {}); // it has ended; commands time out
    socket.on('data', (chunk) => {
      this.rest = Buffer.concat([this.rest, chunk]);
      for (;;) {
        const colon = this.rest.indexOf(':');
        const end = colon + 1 + Number(this.rest.subarray(0, colon));
        if (colon < 0 || this.rest.length < end) return;
        this.receive(JSON.parse(String(this.rest.subarray(colon + 1, end))));
        this.rest = this.rest.subarray(end);
      }
    });
  }

  /** A command or more, before any of another caller: the window that they go to is a state. */
  inTurn<T>(work: (send: Send) => Promise<T>): Promise<T> {
    const turn = this.last.then(() => work((name, parameters) => this.command(name, parameters)));
    this.last = turn.catch(() => {});
    return turn;
  }

  /** A command that is no window's. */
  send(name: string, parameters: object): Promise<unknown> {
    return this.inTurn((send) => send(name, parameters));
  }

  private command(name: string, parameters: object): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = ++this.lastId;
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        reject(new Error(`no response to ${name} within ${kPatience} ms`));
      }, kPatience);
      this.waiting.set(id, (error, result) => {
        clearTimeout(timer);
        if (error) reject(new Error(`${name}: ${(error as Error).message}`));
        else resolve(unwrap(result));
      });
      const message = JSON.stringify([0, id, name, parameters]);
      this.socket.write(`${Buffer.byteLength(message)}:${message}`);
    });
  }

  private receive(message: unknown): void {
    if (!Array.isArray(message)) return; // its greeting
    const [, id, error, result] = message;
    this.waiting.get(id)?.(error, result);
    this.waiting.delete(id);
  }
}

const unwrap = (result: unknown): unknown =>
  result !== null && typeof result === 'object' && 'value' in result ? result.value : result;
