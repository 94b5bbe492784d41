// One running engine, a browser or a Node process, that runs commands.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openBrowser } from './browsers.mjs';
import { bundleFolder } from './folders.mjs';
import { allThreads, mainThread, spinningProcess } from './thread-cpu.mjs';

const SERVER = fileURLToPath(new URL('server.mjs', import.meta.url));

/** Sends commands to a child process, one at a time, and waits for each result. */
class Line {
  #child;
  #id = 0;
  #waiting = new Map();

  constructor(child) {
    this.#child = child;
    child.on('message', ({ id, value, error }) => {
      const { resolve, reject, timer } = this.#waiting.get(id) ?? {};
      clearTimeout(timer);
      this.#waiting.delete(id);
      if (error) reject?.(new Error(error));
      else resolve?.(value);
    });
    child.once('exit', () => this.#fail(new Error('the process has ended')));
  }

  #fail(error) {
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(error);
    }
    this.#waiting.clear();
  }

  /** The message that a process sends by itself when it is ready. */
  greeting() {
    return this.#wait(0, 'start', 30000);
  }

  send(command, args, timeout = 60000) {
    const id = ++this.#id;
    this.#child.send({ id, command, args });
    return this.#wait(id, command, timeout);
  }

  #wait(id, command, timeout) {
    return new Promise((resolve, reject) => {
      const late = () => {
        this.#waiting.delete(id);
        reject(new Error(`no result of "${command}" within ${timeout} ms`));
      };
      this.#waiting.set(id, { resolve, reject, timer: setTimeout(late, timeout) });
    });
  }
}

/** @param {string} file the bundle @param {string[]} [flags] of Node */
export async function openNode(file, flags = []) {
  const child = fork(file, { execArgv: flags });
  const line = new Line(child);
  await line.greeting();
  const call = (command, args, timeout) => line.send(command, args, timeout);
  return {
    call,
    measure: (command, args, timeout) => account(child.pid, () => call(command, args, timeout)),
    close: async () => child.kill(),
  };
}

/** What `work` gives, and what it cost a process meanwhile: { value, main, all }, processor time in ns. */
async function account(pid, work) {
  const main = mainThread(pid);
  const all = allThreads(pid);
  const value = await work();
  return { value, main: mainThread(pid) - main, all: allThreads(pid) - all };
}

/**
 * A browser on a page of the bench's server.
 * @param {'chromium' | 'firefox' | 'webkit'} engine
 * @param {string} script the page's bundle
 * @param {{ flags?: string[] }} [options]
 */
export async function openPage(engine, script, { flags } = {}) {
  const server = fork(SERVER, [bundleFolder]);
  const line = new Line(server);
  const port = await line.greeting();
  const origin = `http://127.0.0.1:${port}`;
  const url = `${origin}/page?script=${script}`;
  const browser = await openBrowser(engine, url, flags);
  let process;
  const session = {
    origin,
    call: (command, args, timeout) => line.send(command, args, timeout),

    /** Loads a page (the same by default), and finds its process. */
    async load(path = `/page?script=${script}`) {
      await line.send('navigate', origin + path);
      await session.findProcess();
    },
    async findProcess() {
      process = await spinningProcess(browser.pid, (ms) => line.send('spin', ms), process);
    },

    measure: (command, args, timeout) => account(process, () => line.send(command, args, timeout)),
    async close() {
      await browser.close();
      server.kill();
    },
  };
  await line.send('spin', 1, 60000); // the page is there
  await session.findProcess();
  return session;
}
