import { defineBrowserProvider } from '@vitest/browser';
import type { BrowserProviderOption } from 'vitest/node';
import type { Stop } from './browser-process.ts';
import { browserProgram, type Engine, engines } from './browser-programs.ts';
import { openBrowser } from './open-browser.ts';

/**
 * Lets Vitest's browser mode use the browsers that are installed on this machine. A page of Vitest's
 * reports over its own WebSocket, so a browser has only to open one URL.
 */
export const installedBrowsers = (): BrowserProviderOption =>
  defineBrowserProvider({
    name: 'installed',
    supportedBrowser: [...engines],
    options: {},
    providerFactory(project) {
      const engine = project.config.browser.name as Engine;
      const stops: Stop[] = [];
      browserProgram(engine); // a missing browser ends the run here, with a message
      return {
        name: 'installed',
        supportsParallelism: false,
        getCommandsContext: () => ({}),
        async openPage(_sessionId, url) {
          stops.push(await openBrowser(engine, url));
        },
        async close() {
          for (const stop of stops.splice(0)) await stop();
        },
      };
    },
  });
