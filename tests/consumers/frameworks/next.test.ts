import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { serveConsumer } from '../consumer-server.ts';
import { consumers } from '../install-package.ts';
import { record } from '../results.ts';
import { openVisitor } from '../visitor.ts';

const run = promisify(execFile);
// Not below our own package.json, which Next.js would take for the root of a workspace.
const app = mkdtempSync(join(tmpdir(), 'eventsource-next-'));
afterAll(() => rmSync(app, { recursive: true, force: true }));

const next = join(app, 'node_modules/next/dist/bin/next');

async function install(): Promise<void> {
  cpSync(join(import.meta.dirname, 'next'), app, { recursive: true });
  const tarball = readdirSync(consumers).find((name) => name.endsWith('.tgz')) ?? '';
  await run('npm', ['install', '--no-audit', '--no-fund', join(consumers, tarball)], { cwd: app });
}

/** Starts the built application; resolves to its origin and a function that ends it. */
async function start(env: NodeJS.ProcessEnv) {
  const args = [next, 'start', '--hostname', '127.0.0.1', '--port', '0'];
  const server = spawn(process.execPath, args, { cwd: app, env });
  const stop = () => server.kill();
  process.once('exit', stop);
  for await (const line of createInterface({ input: server.stdout })) {
    const [origin] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (origin) return { origin, stop };
  }
  throw new Error('next start ended without an address');
}

test('Next.js renders a page that imports it, and events come on the client', async () => {
  const backend = await serveConsumer();
  const env = { ...process.env, BACKEND: backend.origin, NEXT_TELEMETRY_DISABLED: '1' };
  await install();
  await run(process.execPath, [next, 'build'], { cwd: app, env });
  const server = await start(env);
  const visitor = await openVisitor('chromium');
  try {
    expect(await (await fetch(server.origin)).text()).toContain('none yet'); // rendered there
    visitor.visit(server.origin);
    expect(await backend.report).toEqual({ data: 'secret 7' });
    const { version } = JSON.parse(
      readFileSync(join(app, 'node_modules/next/package.json'), 'utf8'),
    );
    record(`Next.js ${version.split('.')[0]}`);
  } finally {
    await visitor.close();
    server.stop();
    await backend.close();
  }
});
