import { type Browser, chromium } from 'playwright-core';
import { browserProgram } from './browser-programs.ts';

/** The installed Chromium, which asks for nothing of its own. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: browserProgram('chromium'),
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}
