// npm run consumers: tests the packed package as its users build with it, and writes the README's tables.
import { existsSync, readFileSync } from 'node:fs';
import { prepareAndBuild } from './build.mjs';
import { readCommandLine } from './command-line.mjs';
import { inRoot, writeIfChanged } from './files.mjs';
import { ensure } from './machine.mjs';
import { main, runPackage, Stop, step } from './steps.mjs';
import { forBrowsers } from './toolchain.mjs';

/** The tables in the README, each with the lines around it and where its tests leave their results. */
const kTables = {
  consumers: {
    start: '<!-- consumers: npm run consumers -->',
    end: '<!-- /consumers -->',
    results: 'build/consumers/results.jsonl',
    tableOf: consumersTable,
  },
  'drop-in': {
    start: '<!-- drop-in: npm run consumers -- --all -->',
    end: '<!-- /drop-in -->',
    results: 'build/drop-in/results.jsonl',
    tableOf: dropInTable,
  },
};

function consumersTable(rows) {
  // Those with a size first. A test that failed has left no line.
  rows.sort((a, b) => Number(b.bytesAdded !== undefined) - Number(a.bytesAdded !== undefined));
  const cells = rows.map(({ consumer, bytesAdded }) => {
    const weight = bytesAdded === undefined ? '' : bytesAdded.toLocaleString('en-US');
    return `| ${consumer} | works | ${weight} |`;
  });
  return ['| | | bytes added (brotli) |', '| --- | --- | ---: |', ...cells].join('\n');
}

function dropInTable(rows) {
  const { steps } = rows[0];
  const cells = rows.map(({ library, part, version, how, outcomes }) => {
    const name = [library, version, part && `(${part})`].filter(Boolean).join(' ');
    const marks = steps.map((step) => outcomes[step]);
    return `| ${name} | ${how} | ${marks.join(' | ')} |`;
  });
  const head = `| | by | ${steps.join(' | ')} |`;
  return [head, `| --- | --- |${' :-: |'.repeat(steps.length)}`, ...cells].join('\n');
}

function writeTable({ start, end, results, tableOf }) {
  const path = inRoot(results);
  if (!existsSync(path)) throw new Stop('The tests left no results.');
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  const table = tableOf(lines.map((line) => JSON.parse(line)));
  console.log(`\n${table}\n`);
  const readme = readFileSync(inRoot('README.md'), 'utf8');
  const [before, rest] = readme.split(start);
  const after = rest?.split(end)[1];
  if (after === undefined)
    throw new Stop(`README.md lacks the lines for the table: ${start} and ${end}.`);
  writeIfChanged(inRoot('README.md'), `${before}${start}\n${table}\n${end}${after}`);
}

await main(async () => {
  const options = /** @type {const} */ ({ all: { type: 'boolean' } });
  const { all } = readCommandLine('npm run consumers [-- --all]', options, []).values;
  if (all && process.env.NO_INSTALL) {
    throw new Stop('NO_INSTALL is set, and --all installs frameworks and libraries: leave it out.');
  }
  await ensure(...forBrowsers);
  await prepareAndBuild();
  const projects = ['consumers', ...(all ? ['frameworks', 'drop-in'] : [])];
  const args = ['run', ...projects.map((name) => `--project=${name}`)];
  await step('Running the consumers of the package', all ? 'ten minutes' : 'a minute or two', () =>
    runPackage('vitest', args, { show: true }),
  );
  writeTable(kTables.consumers);
  if (all) writeTable(kTables['drop-in']);
});
