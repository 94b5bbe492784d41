import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const kCruiser = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const kRules = resolve('.dependency-cruiser.mjs');

type Import = [from: string, to: string];

/** What the check says of a tree in which files import each other's types. */
function check(imports: Import[]): { passed: boolean; said: string } {
  const folder = mkdtempSync(join(tmpdir(), 'imports-'));
  try {
    const write = (file: string, text: string) => {
      mkdirSync(join(folder, dirname(file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    };
    write('tsconfig.json', '{ "compilerOptions": { "allowImportingTsExtensions": true } }');
    for (const [, to] of imports) write(to, 'export interface A {}');
    for (const [from, to] of imports) {
      const up = '../'.repeat(from.split('/').length - 1);
      write(from, `import type { A } from '${up}${to}';\nexport type B = A;\n`);
    }
    const args = [kCruiser, '--config', kRules, '--', 'web'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: folder,
      encoding: 'utf8',
    });
    return { passed: status === 0, said: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('imports run downwards', () => {
  const { said } = check([
    ['web/index.ts', 'web/event-source.ts'],
    ['web/event-source-a.ts', 'web/connection/a.ts'],
    ['web/event-stream-decoder.ts', 'web/core/a.ts'],
    ['web/connection/b.ts', 'web/request/a.ts'],
    ['web/connection/c.ts', 'web/parser/a.ts'],
    ['web/request/b.ts', 'web/options/a.ts'],
    ['web/parser/b.ts', 'web/core/b.ts'],
    ['web/events/b.ts', 'web/failures/a.ts'],
    ['web/inspector.ts', 'web/inspector/a.ts'],
    ['web/inspector/b.ts', 'web/connection/connection-sink.ts'],
    ['web/inspector/c.ts', 'web/index.ts'],
  ]);
  expect(said).toContain('no dependency violations found');
});

test('imports that run upwards or across are errors, those of types included', () => {
  // No two of them make a cycle.
  const upwards: Import[] = [
    ['web/core/a.ts', 'web/connection/b.ts'],
    ['web/core/c.ts', 'web/failures/b.ts'],
    ['web/parser/a.ts', 'web/events/b.ts'],
    ['web/options/a.ts', 'web/events/c.ts'],
    ['web/events/a.ts', 'web/options/b.ts'],
    ['web/failures/a.ts', 'web/request/b.ts'],
    ['web/connection/a.ts', 'web/event-source.ts'],
    ['web/event-stream-decoder.ts', 'web/index.ts'],
    ['web/new-folder/a.ts', 'web/core/b.ts'],
    ['web/connection/d.ts', 'web/inspector/a.ts'],
    ['web/index.ts', 'web/inspector/b.ts'],
    ['web/inspector/c.ts', 'web/events/d.ts'],
  ];
  const { passed, said } = check(upwards);
  expect(passed).toBe(false);
  for (const [from, to] of upwards) expect(said).toContain(`${from} → ${to}`);
});

test('a cycle is an error within a folder, too', () => {
  const { passed, said } = check([
    ['web/core/a.ts', 'web/core/b.ts'],
    ['web/core/b.ts', 'web/core/a.ts'],
  ]);
  expect(passed).toBe(false);
  expect(said).toContain('no import cycles');
});

test('the inspector imports no code of the package, only types', () => {
  const folder = mkdtempSync(join(tmpdir(), 'imports-'));
  try {
    mkdirSync(join(folder, 'web/inspector'), { recursive: true });
    const options = '{ "compilerOptions": { "allowImportingTsExtensions": true } }';
    writeFileSync(join(folder, 'tsconfig.json'), options);
    writeFileSync(join(folder, 'web/index.ts'), 'export const a = 1;');
    writeFileSync(join(folder, 'web/inspector/a.ts'), "export { a } from '../index.ts';");
    const { status, stdout } = spawnSync(
      process.execPath,
      [kCruiser, '--config', kRules, '--', 'web'],
      { cwd: folder, encoding: 'utf8' },
    );
    expect(status).not.toBe(0);
    expect(stdout).toContain('web/inspector imports nothing but types');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
