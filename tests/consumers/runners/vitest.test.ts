import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installInto } from '../install-package.ts';
import { majorOf, record } from '../results.ts';
import { runTests, testFor } from './test-project.ts';
import { vitestRunner } from './vitest-runner.ts';

const project = mkdtempSync(join(tmpdir(), 'eventsource-vitest-'));
beforeAll(() => installInto(project, ['vitest@4', 'jsdom@29', 'happy-dom@21']), 300_000);
afterAll(() => rmSync(project, { recursive: true, force: true }));

test.each(['jsdom', 'happy-dom'])(
  'Vitest runs tests of code that uses it, in %s',
  async (environment) => {
    const program = join(project, 'node_modules/vitest/vitest.mjs');
    for (const pool of ['forks', 'vmThreads']) {
      const runner = vitestRunner(program, environment, pool);
      const folder = join(project, `${environment}-${pool}`);
      expect(await runTests(folder, testFor(runner, 'events'), runner)).toContain('6 passed (6)');
    }
    record(`Vitest ${majorOf('vitest')}, ${environment}`);
  },
);
