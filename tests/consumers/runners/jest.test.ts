// Jest loads the package compiled by Babel, by the recipe in docs/recipes.md, or as ES modules.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findBlock } from '../../docs/code-blocks.ts';
import { installInto } from '../install-package.ts';
import { record } from '../results.ts';
import { runTests, type TestRunner, testFor } from './test-project.ts';

const project = mkdtempSync(join(tmpdir(), 'eventsource-jest-'));
const packages = [
  'jest@30',
  'jest-environment-jsdom@30',
  'jest-fixed-jsdom@0.0',
  '@babel/core@7',
  '@babel/preset-env@7',
];
beforeAll(() => installInto(project, packages), 300_000);
afterAll(() => rmSync(project, { recursive: true, force: true }));

const prelude = "import { expect, jest as timers, test } from '@jest/globals';";

type Modules = 'compiled' | 'native';

function jestRunner(environment: string, modules: Modules): TestRunner {
  // In the process itself, so that what is left behind would keep it from ending.
  const jest = [
    join(project, 'node_modules/jest/bin/jest.js'),
    '--runInBand',
    '--env',
    environment,
  ];
  if (modules === 'native') {
    const files = { 'jest.config.json': '{ "transform": {} }' };
    const command = ['--experimental-vm-modules', '--no-warnings', ...jest];
    return { prelude, files, command, isModule: true };
  }
  const presets = [['@babel/preset-env', { targets: { node: 'current' } }]];
  const files = {
    'babel.config.json': JSON.stringify({ presets }),
    'jest.config.mjs': findBlock('docs/recipes.md', 'Tests in Vitest and Jest', 'jest').code,
  };
  return { prelude, files, command: jest };
}

async function runJest(environment: string, modules: Modules, name: string): Promise<string> {
  const runner = jestRunner(environment, modules);
  const folder = join(project, `${environment} ${modules} ${name}`);
  const output = await runTests(folder, testFor(runner, name), runner);
  expect(output).not.toMatch(/did not exit|force exited/);
  return output;
}

test.each(['node', 'jest-fixed-jsdom'])(
  'Jest runs tests of code that uses it, in %s, and the process ends',
  async (environment) => {
    expect(await runJest(environment, 'compiled', 'events')).toContain('6 passed');
    expect(await runJest(environment, 'native', 'events')).toContain('6 passed');
    record(`Jest 30, ${environment}`);
  },
);

test('plain jsdom lacks fetch: the error event says so', async () => {
  expect(await runJest('jsdom', 'compiled', 'bare')).toContain('1 passed');
});
