// Production files have ordinary members in place of private ones, see tools/private-names.mjs.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { consumers } from './install-package.ts';

test('what is private cannot be seen in anything that the package gives to a page', async () => {
  const program = join(consumers, 'apps/names.js');
  const { stdout } = await promisify(execFile)(process.execPath, [program], { timeout: 10_000 });
  const found: [path: string, names: string[]][] = JSON.parse(stdout);
  const paths = found.map(([path]) => path);
  for (const path of [
    'attempt',
    'event',
    'error event',
    'iterator.__proto__',
    'decoder',
    'stats',
  ]) {
    expect(paths).toContain(path);
  }
  const own = (name: string) => /^\$+[a-z]/i.test(name);
  expect(found.filter(([, names]) => names.some(own))).toEqual([]);
});
