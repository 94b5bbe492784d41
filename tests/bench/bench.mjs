// npm run bench -- [section…] [options]: measures, and prints tables; figures go to build/bench/.
import { loadavg } from 'node:os';
import { prepareAndBuild } from '../../tools/build.mjs';
import { parseCommandLine } from '../../tools/command-line.mjs';
import { main, Stop } from '../../tools/steps.mjs';
import { programOf } from './browsers.mjs';
import { compareWith } from './bundle.mjs';
import { CUTS } from './cuts.mjs';
import { LIVE } from './e2e.mjs';
import { engines as allEngines } from './parse.mjs';
import { TITLES } from './workloads.mjs';

const SECTIONS = ['parse', 'e2e', 'growth', 'start', 'retention', 'pause'];

const HELP = `npm run bench -- [section...] [options]

Sections: ${SECTIONS.join(', ')}; all of them by default. Others:
  report     print the tables of what is in build/bench/, measure nothing
  picture    draw tests/bench/results.svg from it

  --engine <names>      node, chromium, firefox, webkit; with commas between; what is installed by default
  --workload <names>    llm, ticks, named, large, lines, chinese, mixed, crlf, comments; e2e also: live
  --contestant <names>  part of a name is enough
  --cut <names>         '64 KiB', '1,400 B', 'one event', 'one byte'
  --rounds <n>          how often each figure is taken; 5 by default, 3 with --quick
  --quick               fewer and shorter rounds
  --before <folder>     compare with another checkout, whose dist/ is built
  --as-built            measure dist/ as it is, without building
  --resume              keep what is there, take what is missing
`;

/**
 * @typedef {object} Options
 * @property {(all: string[]) => string[]} engines those of the section that are wanted and installed
 * @property {(all: string[]) => string[]} workloads
 * @property {(all: string[]) => string[]} cuts
 * @property {(name: string) => boolean} contestant whether it takes part
 * @property {number} rounds
 * @property {number} milliseconds length of one sample
 * @property {boolean} quick
 * @property {boolean} resume
 * @property {(text: string) => void} progress
 */

const list = (text) => text?.split(/,(?! ?\d)/).map((part) => part.trim());

/** What would otherwise select nothing, and measure nothing. */
function checkNames(option, text, known) {
  const unknown = list(text)?.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new Stop(`--${option}: there is no ${unknown}, only ${known.join('; ')}`);
}

function readOptions(values) {
  checkNames('engine', values.engine, allEngines);
  checkNames('workload', values.workload, [...Object.keys(TITLES), ...Object.keys(LIVE), 'live']);
  checkNames('cut', values.cut, Object.keys(CUTS));
  if (values.rounds !== undefined && !/^[1-9]\d*$/.test(values.rounds)) {
    throw new Stop(`--rounds is a whole number above 0, not ${values.rounds}`);
  }
  const among = (text) => (all) => (text ? all.filter((name) => list(text).includes(name)) : all);
  const quick = values.quick ?? false;
  const names = list(values.contestant);
  return {
    engines: (all) => among(values.engine)(all).filter(isThere),
    workloads: among(values.workload),
    cuts: among(values.cut),
    contestant: (name) => !names || names.some((part) => name.includes(part)),
    rounds: Number(values.rounds ?? (quick ? 3 : 5)),
    milliseconds: quick ? 10 : 25,
    quick,
    resume: values.resume ?? false,
    progress: (text) => process.stderr.write(`\r\x1b[K${text}${process.stderr.isTTY ? '' : '\n'}`),
  };
}

const missing = new Set();

function isThere(engine) {
  if (engine === 'node' || programOf(engine)) return true;
  if (!missing.has(engine)) console.error(`${engine} is not installed: left out`);
  missing.add(engine);
  return false;
}

/** Runs a section in each engine. @returns {Promise<string[]>} what went wrong */
async function runSection(name, section, options) {
  const problems = [];
  const busy = loadavg()[0];
  if (busy > 0.7)
    console.error(`load average ${busy.toFixed(1)}: others are at work on this machine`);
  const start = Date.now();
  for (const engine of options.engines(section.engines)) {
    try {
      problems.push(...(await section.run(engine, options)));
    } catch (error) {
      // A browser that fails once does not cost the figures that are there: it takes up where it was.
      console.error(`\n${name}, ${engine}: ${error.message}; once more`);
      try {
        problems.push(...(await section.run(engine, { ...options, resume: true })));
      } catch (again) {
        problems.push(`${name}, ${engine}: ${again.stack}`);
      }
    }
  }
  options.progress(`${name} took ${Math.round((Date.now() - start) / 1000)} s\n`);
  return problems;
}

async function bench() {
  const { values, positionals } = parseCommandLine(HELP, {
    allowPositionals: true,
    options: {
      engine: { type: 'string' },
      workload: { type: 'string' },
      contestant: { type: 'string' },
      cut: { type: 'string' },
      rounds: { type: 'string' },
      quick: { type: 'boolean' },
      resume: { type: 'boolean' },
      'as-built': { type: 'boolean' },
      before: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(HELP);
  const options = readOptions(values);
  const reportOnly = positionals[0] === 'report';
  if (positionals[0] === 'picture') return (await import('./picture.mjs')).draw();
  const named = reportOnly ? positionals.slice(1) : positionals;
  const unknown = named.find((name) => !SECTIONS.includes(name));
  if (unknown) throw new Stop(`there is no section ${unknown}\n\n${HELP}`);
  if (values.before) compareWith(values.before);
  const problems = [];
  if (!reportOnly && !values['as-built']) await prepareAndBuild();
  for (const name of named.length > 0 ? named : SECTIONS) {
    const section = await import(`./${name}.mjs`);
    if (!reportOnly) problems.push(...(await runSection(name, section, options)));
    console.log(`${section.report(options)}\n`);
  }
  if (problems.length === 0) return;
  console.log(`${problems.length} things went wrong:\n  ${problems.join('\n  ')}`);
  process.exitCode = 1;
}

// Browsers and servers are ended when this process exits, also when it is interrupted.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));

await main(bench);
