// What the tools print: each step says what it does and how long that may take, shows its progress, and
// says when it is done. A failure that the user can do something about is one sentence.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './files.mjs';

const kProgressInterval = 10_000; // ms between two lines of progress where the output is no terminal
const kShownAtStart = 20; // lines of a command that failed
const kShownAtEnd = 60;
const kNameLength = 100; // characters of a command line that a message repeats

/** A failure that the user can do something about: only its message, one sentence, is shown. */
export class Stop extends Error {}

const { isTTY } = process.stdout;
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Announces a step, performs it, and says how long it took. An error is given the title as its `step`. */
export async function step(title, expectation, work) {
  console.log(`• ${title}${expectation ? ` (${expectation})` : ''}`);
  const start = performance.now();
  let result;
  try {
    result = await work();
  } catch (error) {
    if (error instanceof Error && !('step' in error)) Object.assign(error, { step: title });
    throw error;
  }
  console.log(`  done in ${seconds(start)}`);
  return result;
}

/** The first and last lines: the error may be at either end. */
function shorten(lines) {
  const left = lines.length - kShownAtStart - kShownAtEnd;
  if (left <= 0) return lines;
  return [...lines.slice(0, kShownAtStart), `… ${left} lines …`, ...lines.slice(-kShownAtEnd)];
}

/** Shows the newest line of a command's output: in place on a terminal, now and then elsewhere. */
function progress() {
  const start = performance.now();
  let newestLine = '';
  let shownAt = start;
  const clear = () => isTTY && process.stdout.write('\r\x1b[K');
  const show = () => {
    const line = `  ${seconds(start)}  ${newestLine}`.slice(0, (process.stdout.columns ?? 120) - 1);
    if (isTTY) process.stdout.write(`\r\x1b[K${line}`);
    else console.log(line);
    shownAt = performance.now();
  };
  const timer = setInterval(show, isTTY ? 1000 : kProgressInterval);
  return {
    add(line) {
      newestLine = line.trim() || newestLine;
      if (isTTY && performance.now() - shownAt > 100) show();
    },
    end() {
      clearInterval(timer);
      clear();
    },
  };
}

/**
 * Runs a command and returns its output. While it runs, the newest line of that is shown. If it fails,
 * the first and last lines are shown, and the Stop names the command.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options]
 * @param {NodeJS.ProcessEnv} [options.env] added to this process's environment
 * @param {string} [options.cwd] the folder to run it in, else the checkout's
 * @param {boolean} [options.show] let the command write to the terminal itself; nothing is returned
 * @param {RegExp} [options.ignored] lines that would hide what failed among what did not
 * @param {string} [options.advice] what to do when it fails, the end of the sentence
 */
export function run(
  command,
  args,
  { env = {}, cwd = root, show = false, ignored, advice = '' } = {},
) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    const lines = [];
    const live = show ? undefined : progress();
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        if (!ignored?.test(line)) lines.push(line);
        live?.add(line);
      });
    }
    child.once('error', (error) => {
      live?.end();
      reject(new Stop(`${command} cannot be run: ${error.message}.`));
    });
    child.once('close', (code, signal) => {
      live?.end();
      if (code === 0) return resolve(lines.join('\n'));
      if (!show) console.log(shorten(lines).join('\n'));
      const end = signal ? `was ended by ${signal}` : `failed with exit code ${code}`;
      const said = [command, ...args].join(' ');
      const name = said.length > kNameLength ? `${said.slice(0, kNameLength)}…` : said;
      reject(new Stop(`${name} ${end}${advice ? `; ${advice}` : ''}.`));
    });
  });
}

/**
 * Runs the program of an npm package, the first that it names. Node runs it: what is in
 * node_modules/.bin cannot be spawned on Windows.
 *
 * @param {string} name
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function runPackage(name, args, options) {
  const folder = join('node_modules', name);
  const { bin } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const program = typeof bin === 'string' ? bin : Object.values(bin)[0];
  return run(process.execPath, [join(folder, program), ...args], options);
}

/**
 * Runs npm. Where npm has started us, Node runs it, for the same reason.
 *
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function runNpm(args, options) {
  const { npm_execpath: npm } = process.env;
  if (npm?.endsWith('npm-cli.js')) return run(process.execPath, [npm, ...args], options);
  return run('npm', args, options);
}

/** What the system says no to, in words. */
const kRefusals = {
  EACCES: 'may not be written or read by this user',
  EPERM: 'may not be written or read by this user',
  EROFS: 'is on a file system that cannot be written to',
  ENOSPC: 'cannot be written, as the disk is full',
  EDQUOT: 'cannot be written, as your disk quota is used up',
};

/** What to print of an error: the sentence alone where the user can do something about it. */
export function explain(error) {
  if (error instanceof Stop) return `\n${error.message}`;
  const why = error?.syscall === 'listen' ? undefined : kRefusals[error?.code];
  return why ? `\n${error.path ?? 'A file'} ${why}.` : error; // a write names no path
}

/** Runs a tool's main function. A failure is printed, and the exit code is 1. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 1;
  }
}
