import { openBrowser } from '../../bench/browsers.mjs';
import type { EventServer } from '../event-server.ts';
import type { Browser } from './browser.ts';
import { pageProcess } from './page-process.ts';

/**
 * WebKit without a driver, whose session ends when a page's process does. Its tabs are those that it begins
 * with.
 *
 * @param urls of the tabs, by the names under which they report
 */
export async function openMiniBrowser(
  server: EventServer,
  urls: ReadonlyMap<string, string>,
): Promise<Browser> {
  const [first, ...others] = urls.values();
  const browser = await openBrowser('webkit', first, others);
  return {
    close: () => browser.close(),
    open: async (url) => {
      const name = new URL(url).searchParams.get('tab')!;
      return {
        process: () => pageProcess(browser.pid, (ms) => server.spin(name, ms)),
        close: async () => {}, // there is nobody to close it, and its process has ended
        evaluate: unsupported,
        load: unsupported,
        reload: unsupported,
      };
    },
  };
}

const unsupported = () => Promise.reject(new Error('not without a driver'));
