// What a command of package.json is given behind `--`: names, and options.
import { parseArgs } from 'node:util';
import { inRoot } from './files.mjs';
import { Stop } from './steps.mjs';

const kBrowsers = ['chromium', 'firefox', 'webkit'];

/**
 * As parseArgs(). Stops at what it does not know, and says how the command is used.
 *
 * @template {import('node:util').ParseArgsConfig} C
 * @param {string} usage
 * @param {C} config
 */
export function parseCommandLine(usage, config) {
  try {
    return parseArgs(config);
  } catch (error) {
    const why = /** @type {Error} */ (error).message.replace(/\.(?: .*)?$/s, '');
    throw new Stop(`${why}. Usage: ${usage}`);
  }
}

/**
 * Reads the names of engines, and options. Stops, and says how the command is used, at what is not among
 * its options and engines.
 *
 * @template {NonNullable<import('node:util').ParseArgsConfig['options']>} O
 * @param {string} usage
 * @param {O} options
 * @param {string[]} known the engines that it runs in; it runs in all if none is named
 */
export function readCommandLine(usage, options, known = kBrowsers) {
  const parsed = parseCommandLine(usage, { options, allowPositionals: known.length > 0 });
  const { values } = parsed;
  /** @type {string[]} */
  const positionals = parsed.positionals;
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Stop(`There is no engine ${unknown.join(', ')}. Usage: ${usage}`);
  }
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
