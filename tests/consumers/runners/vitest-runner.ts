import type { TestRunner } from './test-project.ts';

/** @param program the path of vitest.mjs */
export function vitestRunner(program: string, environment: string, pool: string): TestRunner {
  const options = { environment, pool, include: ['*.test.js'] };
  return {
    prelude: "import { expect, test, vi as timers } from 'vitest';",
    files: { 'vitest.config.mjs': `export default { test: ${JSON.stringify(options)} };\n` },
    command: [program, 'run', '--no-color'],
    isModule: true,
  };
}
