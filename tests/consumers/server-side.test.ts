import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { consumers } from './install-package.ts';
import { record } from './results.ts';

test('importing it on a server adds no global and starts nothing', async () => {
  const program = join(consumers, 'apps/server-side.js');
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [program], {
    timeout: 10_000,
  });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({
    added: [],
    types: ['function', 'function'],
  });
  record('Node.js, imported on a server');
});
