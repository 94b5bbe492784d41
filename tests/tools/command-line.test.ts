// Commands that are given what they do not know say so at once, and how they are used.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

test.for([
  ['test-share', 'chrome', 'There is no engine chrome. Usage: npm run test:share '],
  ['test-share', '--chanes', "Unknown option '--chanes'. Usage: npm run test:share "],
  ['test-faults', 'safari', 'There is no engine safari. Usage: npm run test:faults '],
  ['conformance', '--peer', "Unknown option '--peer'. Usage: npm run conformance "],
  ['consumers-table', '--al', "Unknown option '--al'. Usage: npm run consumers "],
  ['consumers-table', 'all', "Unexpected argument 'all'. Usage: npm run consumers "],
  ['run-fuzzers', '--second', 'Usage: npm run fuzz '],
])('tools/%s.mjs %s', ([tool, argument, message]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`tools/${tool}.mjs`, argument!], {
    cwd: root,
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(message!)]);
});
