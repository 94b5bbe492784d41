// What the pages of `start` have in common: when what happened, in ms since the page's first script.
import { runCommands } from './command-loop.mjs';

/**
 * @param {(url: string) => EventSource} open
 * @param {Promise<void>} [ready] the module
 */
export function reportStart(open, ready) {
  const since = (time = performance.now()) => time - globalThis.pageStart;
  const evaluated = since();
  const source = open('/one');
  const times = new Promise((resolve, reject) => {
    source.onmessage = async () => {
      const event = since();
      source.close();
      resolve({ evaluated, event, ready: await whenReady });
    };
    source.onerror = () => reject(new Error('no event came'));
  });
  const whenReady = ready?.then(() => since());
  runCommands({ times: () => times });
}
