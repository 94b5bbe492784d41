// Those of Vitest's environments that need no further package; the others are in runners/.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findBlock } from '../docs/code-blocks.ts';
import { consumers } from './install-package.ts';
import { majorOf, record } from './results.ts';
import { runTests, testFor } from './runners/test-project.ts';
import { vitestRunner } from './runners/vitest-runner.ts';

const program = fileURLToPath(new URL('vitest.mjs', import.meta.resolve('vitest/package.json')));

const folderOf = (name: string) => join(consumers, 'vitest', name);

test('Vitest runs tests of code that uses it, in vm contexts, too', async () => {
  for (const pool of ['forks', 'vmThreads']) {
    const runner = vitestRunner(program, 'node', pool);
    const output = await runTests(folderOf(pool), testFor(runner, 'events'), runner);
    expect(output).toContain('6 passed');
  }
  record(`Vitest ${majorOf('vitest')}, node`);
});

test('the recipe for Vitest passes', async () => {
  const { code } = findBlock('docs/recipes.md', 'Tests in Vitest and Jest', 'vitest');
  const output = await runTests(folderOf('recipe'), code, vitestRunner(program, 'node', 'forks'));
  expect(output).toContain('1 passed');
});
