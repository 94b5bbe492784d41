// The export condition `development` has the sentences; all else gets the production files.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import start from 'webpack';
import { buildPage } from './build-page.ts';
import { bundlers } from './bundlers/all.ts';
import { compilerOptions, runCompiler } from './bundlers/run-compiler.ts';
import { consumers } from './install-package.ts';
import { scriptsOf } from './scripts-of.ts';

const kShort = 'https://example.com/events: status 404 (eventsource-wasm/docs/errors.md#http)';
const kSentence = 'https://example.com/events responded with status 404: check the URL';

/** Which texts the scripts of a folder have. */
function textsIn(folder: string) {
  const script = scriptsOf(folder).join('');
  return {
    short: script.includes('eventsource-wasm/docs/errors.md#'),
    sentences: script.includes('an event stream needs text/event-stream'),
  };
}

test.for([
  ['without conditions', [], kShort],
  ['with the condition production', ['--conditions=production'], kShort],
  ['with the condition development', ['--conditions=development'], kSentence],
] as const)('Node %s', async ([, options, message]) => {
  const program = join(consumers, 'apps/refused.js');
  const { stdout } = await promisify(execFile)(process.execPath, [...options, program]);
  expect(JSON.parse(stdout)).toEqual({ kind: 'http', status: 404, message });
});

describe.for(bundlers)('$name', (bundler) => {
  test('takes the production files when it builds for production', async () => {
    expect(textsIn(await buildPage(bundler, 'main'))).toEqual({ short: true, sentences: false });
  });
});

test('webpack takes the development files in mode development', async () => {
  const outdir = join(consumers, 'built', 'webpack, development');
  mkdirSync(outdir, { recursive: true });
  const options = compilerOptions(join(consumers, 'apps/page'), 'main', outdir);
  await runCompiler(start({ ...options, mode: 'development', devtool: false }));
  expect(textsIn(outdir)).toEqual({ short: false, sentences: true });
});

test('the page that the messages name is part of the package', () => {
  const page = readFileSync(
    join(consumers, 'node_modules/eventsource-wasm/docs/errors.md'),
    'utf8',
  );
  expect(page).toContain('\n## http\n');
});
