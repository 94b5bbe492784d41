import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { consumers } from './install-package.ts';
import { majorOf, record } from './results.ts';

const common: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipDefaultLibCheck: true,
  noEmit: true,
  types: [],
  resolveJsonModule: true,
};

const resolutions = {
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
  nodenext: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
};

// Knows no `exports`; what projects that have not been touched for long still have.
const node10 = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  ignoreDeprecations: '6.0',
};

/** What the compiler says of a file, declarations of the package included: they are checked, too. */
function messagesFor(file: string, options: ts.CompilerOptions): string[] {
  const path = join(consumers, 'apps/typescript', file);
  const program = ts.createProgram([path], { ...common, ...options });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

test.each(Object.entries({ ...resolutions, node10 }))(
  'with moduleResolution %s the types of all entry points resolve, and are in order',
  (_, options) => {
    expect(messagesFor('entries.ts', options)).toEqual([]);
  },
);

describe.each(Object.entries(resolutions))('with moduleResolution %s', (name, options) => {
  test('the types resolve, and say what they should', () => {
    expect(messagesFor('consumer.ts', options)).toEqual([]);
    record(`TypeScript ${majorOf('typescript')}, moduleResolution ${name}`);
  });

  test('the polyfill types the options of the global EventSource', () => {
    expect(messagesFor('polyfill.ts', options)).toEqual([]);
  });
});
