import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { listen } from '../consumer-server.ts';
import { consumers } from '../install-package.ts';

const run = promisify(execFile);

export interface TestRunner {
  /** Where `expect`, `test` and `timers` come from. */
  prelude: string;
  /** The texts of files, by their names. */
  files: Record<string, string>;
  /** The program and its arguments, from the project's folder. */
  command: string[];
  environment?: NodeJS.ProcessEnv;
  isModule?: boolean;
}

/** Event streams at any path: one event, and the first response ends. */
async function serveStreams() {
  const seen = new Set<string>();
  const server = createServer(({ headers, method, url = '' }, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', 'Authorization, Last-Event-ID');
    if (method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    const { authorization = 'no token', 'last-event-id': id = 'no ID' } = headers;
    response.write(`id: 1\nevent: price\ndata: ${authorization}, ${id}\n\n`);
    if (!seen.has(url)) response.end();
    seen.add(url);
  });
  await listen(server);
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** apps/test-runner/`name`.js, as that runner's users would write it. */
export function testFor({ prelude }: TestRunner, name: string): string {
  return `${prelude}\n${readFileSync(join(consumers, `apps/test-runner/${name}.js`), 'utf8')}`;
}

/**
 * Runs one file of tests.
 *
 * @param folder somewhere below one that has the packages
 * @param text of the tests
 * @throws with what the runner printed, when a test fails or the process does not end by itself
 */
export async function runTests(folder: string, text: string, runner: TestRunner): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const files = { ...runner.files, 'events.test.js': text };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const type = runner.isModule ? 'module' : 'commonjs';
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type }));
  const { origin, close } = await serveStreams();
  // Those of the Vitest that runs this would reach the one that it starts.
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^VITEST|^NODE_ENV$/.test(name),
  );
  const env = { ...Object.fromEntries(inherited), ORIGIN: origin, ...runner.environment };
  try {
    const { stdout, stderr } = await run(process.execPath, runner.command, {
      cwd: folder,
      env,
      timeout: 50_000,
    });
    return stdout + stderr;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${stdout}\n${stderr}`, { cause: error });
  } finally {
    await close();
  }
}
