import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { consumers } from './install-package.ts';

/** Notes what the README's table says, see tools/consumers-table.mjs. */
export function record(consumer: string, bytesAdded?: number): void {
  const line = JSON.stringify({ consumer, bytesAdded });
  appendFileSync(join(consumers, 'results.jsonl'), `${line}\n`);
}

/** The major version of an npm package that the tests use: 8, or 0.28. */
export function majorOf(packageName: string): string {
  const require = createRequire(import.meta.url);
  const { version } = require(`${packageName}/package.json`);
  return /^(0\.)?\d+/.exec(version)?.[0] ?? version;
}
