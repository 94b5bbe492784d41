import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startProgram } from '../../support/browser-process.ts';
import { browserProgram } from '../../support/browser-programs.ts';
import {
  connectDevTools,
  type DevTools as DevToolsOf,
  type Send as SendTo,
} from '../../support/devtools-pipe.ts';
import { newProfile } from '../../support/open-browser.ts';
import { chromiumSwitches } from '../../support/quiet-browsers.mjs';
import { until } from '../until.ts';
import type { Browser, Tab } from './browser.ts';
import { pageProcess } from './page-process.ts';

/** What the commands that are used here return, each a part of it. */
interface Outcome {
  targetId: string;
  sessionId: string;
  targetInfos: { targetId: string; url: string }[];
  result: { value: unknown };
  exceptionDetails?: object;
}

type DevTools = DevToolsOf<Outcome>;
type Send = SendTo<Outcome>;

/** Chromium by the DevTools protocol over a pipe. Of what the network does it is told nothing. */
export async function openChromium(): Promise<Browser> {
  const profile = newProfile('chromium');
  // For chrome://discards.
  writeFileSync(join(profile.folder, 'Local State'), '{"internal_only_uis_enabled":true}');
  const switches = [
    ...chromiumSwitches(profile.folder),
    '--remote-debugging-pipe',
    // A hidden tab has its timers throttled, but on a busy machine it is not left without the processor.
    '--disable-renderer-backgrounding',
    // A tab, a process: to kill one must not kill others.
    // And no timer of a hidden page waits for a minute, as those of reconnects would in the end.
    '--disable-features=ProcessPerSiteUpToMainFrameThreshold,IntensiveWakeUpThrottling',
    'about:blank',
  ];
  const { program, stop } = startProgram(browserProgram('chromium'), switches, { pipes: 2 });
  const tools = connectDevTools<Outcome>(program);
  const press: PressDiscards = async (link, url) => {
    const page = await Target.open(tools, 'chrome://discards', true);
    await until(
      async () => (await page.evaluate(pressing(link, url))) === true,
      () => `chrome://discards has no link "${link}" for ${url}`,
    );
    await page.close(); // it is busy all the time
  };
  let count = 0;
  return {
    async open(url) {
      // Windows, and tabs of them that are hidden.
      count += 1;
      const target = await Target.open(tools, url, count % 2 === 1);
      return new ChromiumTab(target, url, program.pid!, press);
    },
    async close() {
      await stop();
      profile.forget();
    },
  };
}

/** Presses a link of chrome://discards, in the row of a URL. */
type PressDiscards = (link: string, url: string) => Promise<void>;

/** A page, with a session of its own. */
class Target {
  readonly page: Send;
  private readonly browser: Send;

  private constructor(
    private readonly tools: DevTools,
    private readonly id: string,
    private readonly sessionId: string,
  ) {
    this.page = tools.session(sessionId);
    this.browser = tools.session();
  }

  static async open(tools: DevTools, url: string, newWindow: boolean): Promise<Target> {
    const { targetId } = await tools.session()('Target.createTarget', { url, newWindow });
    return Target.attach(tools, targetId);
  }

  private static async attach(tools: DevTools, targetId: string): Promise<Target> {
    const { sessionId } = await tools.session()('Target.attachToTarget', {
      targetId,
      flatten: true,
    });
    return new Target(tools, targetId, sessionId);
  }

  async evaluate(expression: string, userGesture = false): Promise<unknown> {
    const { result, exceptionDetails } = await this.page('Runtime.evaluate', {
      expression,
      userGesture,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
    return result.value;
  }

  async close(): Promise<void> {
    await this.browser('Target.closeTarget', { targetId: this.id });
  }

  /** A page that DevTools are attached to is not discarded. */
  async detach(): Promise<void> {
    await this.browser('Target.detachFromTarget', { sessionId: this.sessionId });
  }

  /** What takes the place of a page that is discarded. */
  async successor(url: string): Promise<Target> {
    let next: string | undefined;
    await until(
      async () => {
        const { targetInfos } = await this.browser('Target.getTargets');
        if (targetInfos.some(({ targetId }) => targetId === this.id)) return false;
        next = targetInfos.find((target) => target.url === url)?.targetId;
        return next !== undefined;
      },
      () => `${url} was not discarded`,
    );
    return Target.attach(this.tools, next!);
  }
}

class ChromiumTab implements Tab {
  constructor(
    private target: Target,
    private readonly url: string,
    private readonly browserProcess: number,
    private readonly pressDiscards: PressDiscards,
  ) {}

  async load(url: string): Promise<void> {
    await this.target.page('Page.navigate', { url });
  }

  async reload(): Promise<void> {
    await this.target.page('Page.reload').catch((error: Error) => {
      // It is being loaded already.
      if (!error.message.includes('Not attached to an active page')) throw error;
    });
  }

  close(): Promise<void> {
    return this.target.close();
  }

  evaluate(expression: string): Promise<unknown> {
    return this.target.evaluate(expression);
  }

  process(): Promise<number> {
    return pageProcess(this.browserProcess, (expression) => this.evaluate(expression));
  }

  async setFrozen(frozen: boolean): Promise<void> {
    await this.target.page('Page.setWebLifecycleState', { state: frozen ? 'frozen' : 'active' });
  }

  async setOffline(offline: boolean): Promise<void> {
    await this.target.page('Network.emulateNetworkConditions', {
      offline,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
  }

  async discard(): Promise<void> {
    // By the page, as then the other one is in the same window.
    await this.target.evaluate("void open('about:blank', '_blank', 'noopener')", true);
    await this.target.detach();
    await this.pressDiscards('Urgent Discard', this.url);
    this.target = await this.target.successor(this.url);
  }

  async restore(): Promise<void> {
    await this.pressDiscards('Load', this.url); // headless, it stays discarded when it is activated
  }
}

/** An expression for chrome://discards: whether an enabled link of the page was there, and was pressed. */
const pressing = (text: string, url: string): string => `(() => {
  const rows = document.querySelector('discards-main')?.shadowRoot
    ?.querySelector('discards-tab')?.shadowRoot?.querySelectorAll('tbody tr') ?? [];
  const isIt = (row) => row.querySelector('.tab-url-cell')?.textContent === ${JSON.stringify(url)};
  const links = [...rows].find(isIt)?.querySelectorAll('.actions-cell div:not([disabled])') ?? [];
  const link = [...links].find(({ textContent }) => textContent.includes('[${text}]'));
  link?.click();
  return link !== undefined;
})()`;
