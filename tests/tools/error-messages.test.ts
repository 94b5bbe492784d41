// What the tools print of errors that the user can do something about: one sentence, and how commands are used
// that are given what they do not know.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { testWhere } from '../support/where.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What a program of Node prints as an error, before which it prints nothing, and ends with exit code 1. */
function errorOf(args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([1, '']);
  return stderr.trim();
}

/** What `main()` of the tools prints of what `work` throws, a function as text. */
function printedBy(work: string): string {
  const module = `import { writeFileSync } from 'node:fs'; import { ensure } from './tools/machine.mjs';
    import { main } from './tools/steps.mjs'; await main(${work});`;
  return errorOf(['--input-type=module', '--eval', module]);
}

test('a Node.js that is too old is named, and what to install', () => {
  const old = "Object.defineProperty(process, 'versions', { value: { node: '18.20.0' } });";
  expect(printedBy(`() => { ${old} return ensure(); }`)).toBe(
    'Node.js 18.20.0 is too old: install Node.js 20 or newer.',
  );
});

test.for([
  ['EACCES', 'may not be written or read by this user'],
  ['EROFS', 'is on a file system that cannot be written to'],
  ['ENOSPC', 'cannot be written, as the disk is full'],
])('a file that cannot be written (%s) is named in one sentence', ([code, why]) => {
  const error = `Object.assign(new Error(), { code: '${code}', path: '/checkout/build' })`;
  expect(printedBy(`() => { throw ${error}; }`)).toBe(`/checkout/build ${why}.`);
});

testWhere(existsSync('/dev/full'), 'there is a device that is always full')(
  'a full disk is named in one sentence',
  () => {
    expect(printedBy("() => writeFileSync('/dev/full', 'text')")).toBe(
      'A file cannot be written, as the disk is full.',
    );
  },
);

test.for([
  ['test-share', 'chrome', 'There is no engine chrome. Usage: npm run test:share '],
  ['test-share', '--chanes', "Unknown option '--chanes'. Usage: npm run test:share "],
  ['test-faults', 'safari', 'There is no engine safari. Usage: npm run test:faults '],
  ['conformance', '--peer', "Unknown option '--peer'. Usage: npm run conformance "],
  ['consumers-table', '--al', "Unknown option '--al'. Usage: npm run consumers "],
  ['consumers-table', 'all', "Unexpected argument 'all'. Usage: npm run consumers "],
  ['run-fuzzers', '--second', "Unknown option '--second'. Usage: npm run fuzz "],
  ['run-fuzzers', '--seconds=0', '--seconds is a number above 0, not 0. Usage: npm run fuzz '],
])('tools/%s.mjs %s', ([tool, argument, message]) => {
  const lines = errorOf([`tools/${tool}.mjs`, argument!]).split('\n');
  expect(lines).toEqual([expect.stringContaining(message!)]);
});

test.for([
  ['size', '--file', "Unknown option '--file'. Usage: npm run size "],
  ['bench', '--round=5', "Unknown option '--round'. Usage: npm run bench "],
  ['bench', '--rounds=five', '--rounds is a whole number above 0, not five'],
  ['bench', '--engine=chrome', '--engine: there is no chrome, only node; chromium; '],
  ['bench', '--workload=live,tick', '--workload: there is no tick, only llm; ticks; '],
  ['bench', '--cut=64', '--cut: there is no 64, only 64 KiB; '],
  ['bench', 'speed', 'there is no section speed'],
])('tests/bench/%s.mjs %s', ([tool, argument, message]) => {
  const [line] = errorOf([`tests/bench/${tool}.mjs`, argument!]).split('\n');
  expect(line).toContain(message);
});
