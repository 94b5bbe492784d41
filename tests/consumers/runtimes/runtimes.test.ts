// The main path outside of browsers: in other versions of Node, and in other runtimes.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { consumers, installInto } from '../install-package.ts';
import { kExpected, serveMainPath } from '../main-path.ts';
import { record } from '../results.ts';
import { runInWorkerd } from './workerd.ts';

const kPatience = 30_000; // ms

// Where fetch takes Authorization off a redirect to another origin.
const kExpectedHere = { ...kExpected, 'a redirect to another origin': { type: 'open' } };

// One project each: npm puts the programs of all into one folder, and two of them are called node.
const runtimes = [
  { name: 'Node.js 22', npmPackage: 'node@22', program: 'node', args: [] },
  { name: 'Node.js 24', npmPackage: 'node@24', program: 'node', args: [] },
  { name: 'Deno 2', npmPackage: 'deno@2', program: 'deno', args: ['run', '--allow-all'] },
  { name: 'Bun 1', npmPackage: 'bun@1', program: 'bun', args: [] },
];

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new project that has the npm package, ours, and apps/main-path. */
async function projectWith(npmPackage: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'eventsource-runtime-'));
  folders.push(folder);
  await installInto(folder, [npmPackage], { type: 'module' });
  cpSync(join(consumers, 'apps/main-path'), join(folder, 'main-path'), { recursive: true });
  return folder;
}

/** @param play gives what came of each step */
async function expectMainPath(
  play: (origin: string) => Promise<unknown>,
  expected = kExpectedHere,
): Promise<void> {
  const { origin, redirected, close } = await serveMainPath();
  try {
    expect(await play(origin)).toEqual(expected);
    const withoutToken = expect.not.objectContaining({ authorization: expect.anything() });
    expect(redirected).toEqual(expected === kExpectedHere ? [withoutToken] : []);
  } finally {
    await close();
  }
}

test.each(runtimes)('$npmPackage plays the main path, and ends', async (runtime) => {
  const { name, npmPackage, program, args } = runtime;
  const folder = await projectWith(npmPackage);
  await expectMainPath(async (origin) => {
    const { stdout, stderr } = await promisify(execFile)(
      join(folder, 'node_modules/.bin', program),
      [...args, join(folder, 'main-path/program.js')],
      { cwd: folder, env: { ...process.env, ORIGIN: origin }, timeout: kPatience },
    );
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  });
  record(name);
});

test('workerd, which compiles no WebAssembly from bytes, plays the main path', async () => {
  const folder = await projectWith('workerd@1');
  const play = (compatibilityDate: string) => (origin: string) =>
    runInWorkerd(folder, 'main-path/worker.js', origin, compatibilityDate);
  await expectMainPath(play('2026-01-01'));
  // Its fetch refuses `cache`, and leaves Authorization on redirects.
  await expectMainPath(play('2023-01-01'), kExpected);
  record('workerd 1 (Cloudflare Workers)');
});
