import { startProgram } from '../../support/browser-process.ts';
import { browserProgram } from '../../support/browser-programs.ts';
import { connectDevTools, type Send as SendTo } from '../../support/devtools-pipe.ts';
import { chromiumSwitches, newProfile } from '../../support/open-browser.ts';
import type { Browser, Tab } from './browser.ts';
import { pageProcess, spinning } from './page-process.ts';

/** What the commands that are used here return, each a part of it. */
interface Outcome {
  targetId: string;
  sessionId: string;
  result: { value: unknown };
  exceptionDetails?: object;
}

type Send = SendTo<Outcome>;

/** Chromium by the DevTools protocol over a pipe. Of what the network does it is told nothing. */
export async function openChromium(): Promise<Browser> {
  const profile = newProfile('chromium');
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
  const connection = connectDevTools<Outcome>(program);
  const browser = connection.session();
  let count = 0;
  return {
    async open(url) {
      // Windows, and tabs of them that are hidden.
      count += 1;
      const newWindow = count % 2 === 1;
      const { targetId } = await browser('Target.createTarget', { url, newWindow });
      const { sessionId } = await browser('Target.attachToTarget', { targetId, flatten: true });
      return new ChromiumTab(browser, connection.session(sessionId), targetId, program.pid!);
    },
    async close() {
      await stop();
      profile.forget();
    },
  };
}

class ChromiumTab implements Tab {
  constructor(
    private readonly browser: Send,
    private readonly page: Send,
    private readonly targetId: string,
    private readonly browserProcess: number,
  ) {}

  async load(url: string): Promise<void> {
    await this.page('Page.navigate', { url });
  }

  async reload(): Promise<void> {
    await this.page('Page.reload').catch((error: Error) => {
      // It is being loaded already.
      if (!error.message.includes('Not attached to an active page')) throw error;
    });
  }

  async close(): Promise<void> {
    await this.browser('Target.closeTarget', { targetId: this.targetId });
  }

  async evaluate(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.page('Runtime.evaluate', {
      expression,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
    return result.value;
  }

  process(): Promise<number> {
    return pageProcess(this.browserProcess, (ms) => this.evaluate(spinning(ms)));
  }

  async setFrozen(frozen: boolean): Promise<void> {
    await this.page('Page.setWebLifecycleState', { state: frozen ? 'frozen' : 'active' });
  }

  async setOffline(offline: boolean): Promise<void> {
    await this.page('Network.emulateNetworkConditions', {
      offline,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
  }
}
