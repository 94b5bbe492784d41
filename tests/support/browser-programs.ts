import { findProgram } from '../../tools/machine.mjs';

/** The engines that the tests run in. */
export type Engine = 'chromium' | 'firefox' | 'webkit';
export const engines: readonly Engine[] = ['chromium', 'firefox', 'webkit'];

const { env, platform } = process;

// WebKit is reached through W3C WebDriver: WebKitGTK's driver, or Safari's on macOS (after
// `sudo safaridriver --enable`). An environment variable names a program that is not on PATH.
const candidates: Record<Engine, (string | undefined)[]> = {
  chromium: [
    env.CHROMIUM,
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'microsoft-edge',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  firefox: [
    env.FIREFOX,
    'firefox',
    'firefox-esr',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
  ],
  webkit: [env.WEBKIT_DRIVER, platform === 'darwin' ? 'safaridriver' : 'WebKitWebDriver'],
};

/** The program of an engine; throws when there is none. */
export function browserProgram(engine: Engine): string {
  const names = candidates[engine].filter((name) => name !== undefined);
  const program = names.map(findProgram).find((found) => found !== undefined);
  if (program === undefined) {
    throw new Error(`No ${engine} is installed: looked for ${names.join(', ')}.`);
  }
  return program;
}
