// What a command of package.json is given behind `--`: the names of engines, and options.
import { parseArgs } from 'node:util';
import { inRoot } from './files.mjs';
import { Stop } from './steps.mjs';

const kBrowsers = ['chromium', 'firefox', 'webkit'];

/**
 * Reads the command line. Stops, and says how the command is used, at what is not among its options and engines.
 *
 * @template {NonNullable<import('node:util').ParseArgsConfig['options']>} O
 * @param {string} usage
 * @param {O} options
 * @param {string[]} known the engines that it runs in; it runs in all if none is named
 */
export function readCommandLine(usage, options, known = kBrowsers) {
  const stop = (why) => new Stop(`${why}. Usage: ${usage}`);
  let parsed;
  try {
    parsed = parseArgs({ options, allowPositionals: known.length > 0 });
  } catch (error) {
    throw stop(/** @type {Error} */ (error).message.replace(/\.(?: .*)?$/s, ''));
  }
  const { values } = parsed;
  /** @type {string[]} */
  const positionals = parsed.positionals;
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw stop(`There is no engine ${unknown.join(', ')}`);
  const engines =
    positionals.length > 0 ? known.filter((name) => positionals.includes(name)) : known;
  return { values, engines };
}

/** Imports a module in TypeScript, by its path from the checkout, once npm packages are there. */
export async function importTypeScript(path) {
  const { runnerImport } = await import('vite');
  const { module } = await runnerImport(inRoot(path), { configFile: false, logLevel: 'error' });
  return module;
}
