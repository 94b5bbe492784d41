// Starts the browsers that are installed, plainly: a program, a throw-away profile and a URL. Under a
// debugging or automation protocol the native EventSource of some engines is many times slower.
// A program can be named: CHROMIUM=…, FIREFOX=…, MINIBROWSER=…
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../tools/machine.mjs';
import { chromiumSwitches, unthrottled, writePreferences } from '../support/quiet-browsers.mjs';

const { env } = process;

const PROGRAMS = {
  chromium: () => [
    env.CHROMIUM,
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
  ],
  firefox: () => [env.FIREFOX, 'firefox', 'firefox-esr'],
  webkit: () => [env.MINIBROWSER, ...miniBrowsers()],
};

/** WebKitGTK's own small browser lives beside its library, in a folder per version. */
function miniBrowsers() {
  const found = [];
  for (const root of ['/usr/lib', '/usr/libexec', ...subfolders('/usr/lib')]) {
    for (const folder of subfolders(root)) {
      if (/webkit(2gtk|gtk)-/.test(folder)) found.push(join(folder, 'MiniBrowser'));
    }
  }
  return found;
}

function subfolders(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  return entries.map(({ name }) => join(folder, name));
}

/** Where a browser's program is, or undefined when it is not installed. */
export function programOf(engine) {
  for (const name of PROGRAMS[engine]()) {
    const file = name && findProgram(name);
    if (file) return file;
  }
  return undefined;
}

const launch = {
  chromium(program, profile, url, extra) {
    const flags = [...chromiumSwitches(profile), ...unthrottled, ...extra];
    return start(program, [...flags, url]);
  },
  firefox(program, profile, url) {
    writePreferences(profile);
    return start(program, ['--headless', '--no-remote', '--profile', profile, url]);
  },
  async webkit(program, profile, url, extra, cleanups) {
    const variables = {
      ...env,
      NO_AT_BRIDGE: '1',
      XDG_CACHE_HOME: profile,
      XDG_DATA_HOME: profile,
    };
    if (!env.DISPLAY && !env.WAYLAND_DISPLAY) {
      const { stop, display } = await startXvfb();
      cleanups.push(stop);
      variables.DISPLAY = display;
    }
    return start(program, [url, ...extra], variables);
  },
};

function start(program, args, variables = env) {
  const stdio = env.BROWSER_LOG ? 'inherit' : 'ignore';
  return spawn(program, args, { stdio, env: variables, detached: true });
}

async function startXvfb() {
  const args = ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'];
  const child = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await new Promise((resolve, reject) => {
    child.once('error', () => reject(new Error('WebKitGTK needs a display; install xvfb')));
    child.stdio[3].once('data', (data) => resolve(String(data).trim()));
  });
  return { display: `:${number}`, stop: () => child.kill() };
}

/**
 * Opens `url` in an installed browser.
 * @param {'chromium' | 'firefox' | 'webkit'} engine
 * @param {string} url
 * @param {string[]} [flags] further ones, for Chromium; in WebKit, URLs of further tabs
 * @returns {Promise<{ pid: number, close(): Promise<void> }>}
 */
export async function openBrowser(engine, url, flags = []) {
  const program = programOf(engine);
  if (!program) throw new Error(`no ${engine} is installed`);
  const profile = mkdtempSync(join(tmpdir(), `bench-${engine}-`));
  const cleanups = [];
  const child = await launch[engine](program, profile, url, flags, cleanups);
  const kill = (signal) => {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // It is gone already.
    }
  };
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.once('error', (error) => console.error(String(error)));
  const lastResort = () => kill('SIGKILL');
  process.once('exit', lastResort);
  return {
    pid: child.pid,
    async close() {
      kill('SIGTERM');
      const timer = setTimeout(lastResort, 3000);
      await gone;
      clearTimeout(timer);
      kill('SIGKILL'); // helpers that outlive their browser
      process.off('exit', lastResort);
      for (const cleanup of cleanups) await cleanup();
      rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}
