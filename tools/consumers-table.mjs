// npm run consumers: tests the packed package as its users build with it, and writes the README's table.
import { existsSync, readFileSync } from 'node:fs';
import { prepareAndBuild } from './build.mjs';
import { inRoot, writeIfChanged } from './files.mjs';
import { ensure } from './machine.mjs';
import { main, runPackage, Stop, step } from './steps.mjs';
import { forBrowsers } from './toolchain.mjs';

const kStart = '<!-- consumers: npm run consumers -->';
const kEnd = '<!-- /consumers -->';

function tableOf(lines) {
  const rows = lines.map((line) => JSON.parse(line));
  // Those with a size first. A test that failed has left no line.
  rows.sort((a, b) => Number(b.bytesAdded !== undefined) - Number(a.bytesAdded !== undefined));
  const cells = rows.map(({ consumer, bytesAdded }) => {
    const weight = bytesAdded === undefined ? '' : bytesAdded.toLocaleString('en-US');
    return `| ${consumer} | works | ${weight} |`;
  });
  return ['| | | bytes added (brotli) |', '| --- | --- | ---: |', ...cells].join('\n');
}

await main(async () => {
  const all = process.argv.includes('--all');
  if (all && process.env.NO_INSTALL) {
    throw new Stop('NO_INSTALL is set, and --all installs frameworks: leave it out.');
  }
  await ensure(...forBrowsers);
  await prepareAndBuild();
  const projects = ['consumers', ...(all ? ['frameworks'] : [])];
  const args = ['run', ...projects.map((name) => `--project=${name}`)];
  await step('Running the consumers of the package', 'a minute or two', () =>
    runPackage('vitest', args, { show: true }),
  );
  const results = inRoot('build/consumers/results.jsonl');
  if (!existsSync(results)) throw new Stop('The tests left no results.');
  const table = tableOf(readFileSync(results, 'utf8').trim().split('\n'));
  console.log(`\n${table}\n`);

  const readme = readFileSync(inRoot('README.md'), 'utf8');
  const [before, rest] = readme.split(kStart);
  const after = rest?.split(kEnd)[1];
  if (after === undefined)
    throw new Stop(`README.md lacks the lines for the table: ${kStart} and ${kEnd}.`);
  writeIfChanged(inRoot('README.md'), `${before}${kStart}\n${table}\n${kEnd}${after}`);
});
