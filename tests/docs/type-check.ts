// Compiles the blocks as modules of a program in which `eventsource-wasm` is web/.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import ts from 'typescript';
import { type CodeBlock, root } from './code-blocks.ts';

/** Where a block runs decides what it finds there. */
type Surroundings = 'page' | 'polyfilled page' | 'worker';

const libraries: Record<Surroundings, string> = {
  page: 'DOM',
  'polyfilled page': 'DOM',
  worker: 'WebWorker',
};

// Its lib declares no `self` for service workers.
const kServiceWorkerScope =
  'const self = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (globalThis)); ';

// Not mistakes in JavaScript: a parameter without a type (7006, 7031), what `catch` catches (18046).
const kOnlyTypeScript = new Set([7006, 7031, 18046]);

export const isCode = ({ language }: CodeBlock): boolean => /^[jt]sx?$/.test(language);

function surroundingsOf({ code, kind }: CodeBlock): Surroundings {
  if (kind.endsWith('worker')) return 'worker';
  // Importing it changes the global EventSource of the whole program.
  return code.includes('eventsource-wasm/polyfill') ? 'polyfilled page' : 'page';
}

/** web/index.ts for 'eventsource-wasm', and so on for each of package.json's entries. */
export function packageEntries(): Record<string, string> {
  const { name, exports } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  const paths: Record<string, string> = {};
  for (const [entry, { default: file }] of Object.entries<{ default?: string }>(exports)) {
    if (file) paths[`${name}${entry.slice(1)}`] = `${root}web/${basename(file, '.js')}.ts`;
  }
  return paths;
}

function compilerOptions(surroundings: Surroundings): ts.CompilerOptions {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const lib = config.compilerOptions.lib.map((name: string) =>
    name.replace(/^DOM\b/, libraries[surroundings]),
  );
  const paths = Object.fromEntries(
    Object.entries(packageEntries()).map(([name, file]) => [name, [file]]),
  );
  const { options, errors } = ts.convertCompilerOptionsFromJson(
    { ...config.compilerOptions, lib, paths, allowJs: true, checkJs: true, jsx: 'react-jsx' },
    root,
  );
  if (errors.length > 0) throw new Error(errors.map(({ messageText }) => messageText).join('\n'));
  return options;
}

const pathOf = ({ file, line, language }: CodeBlock) => `${root}${file}.${line}.${language}`;

function textOf({ code, kind }: CodeBlock): string {
  const start = kind === 'service-worker' ? kServiceWorkerScope : '';
  // At the end, so that no line moves: a module, whose names are its own.
  return `${start}${code}export {};\n`;
}

// All files but the blocks: parsed once for all programs.
const parsed = new Map<string, ts.SourceFile | undefined>();

function checkProgram(surroundings: Surroundings, blocks: CodeBlock[]): Map<CodeBlock, string[]> {
  const options = compilerOptions(surroundings);
  const texts = new Map(blocks.map((block) => [pathOf(block), textOf(block)]));
  const files = ts.createCompilerHost(options);
  const { fileExists, getSourceFile, readFile } = files;
  files.fileExists = (path) => texts.has(path) || fileExists.call(files, path);
  files.readFile = (path) => texts.get(path) ?? readFile.call(files, path);
  files.getSourceFile = (path, target, ...rest) => {
    const text = texts.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, target);
    if (!parsed.has(path)) {
      parsed.set(path, getSourceFile.call(files, path, target, ...rest));
    }
    return parsed.get(path);
  };
  const leftOut = `${root}tests/docs/left-out.d.ts`;
  const program = ts.createProgram([...texts.keys(), leftOut], options, files);
  return new Map(blocks.map((block) => [block, mistakesIn(block, program)]));
}

function mistakesIn(block: CodeBlock, program: ts.Program): string[] {
  const source = program.getSourceFile(pathOf(block)) as ts.SourceFile;
  const isJavaScript = block.language.startsWith('js');
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    .filter(({ code }) => !(isJavaScript && kOnlyTypeScript.has(code)))
    .map(({ start = 0, messageText }) => {
      const { line } = source.getLineAndCharacterOfPosition(start);
      const text = ts.flattenDiagnosticMessageText(messageText, '\n');
      return `${block.file}:${block.line + line}: ${text}`;
    });
}

/** What is wrong with each of the blocks: "file:line: message". */
export function typeCheck(blocks: CodeBlock[]): Map<CodeBlock, string[]> {
  const groups = new Map<Surroundings, CodeBlock[]>();
  for (const block of blocks) {
    const surroundings = surroundingsOf(block);
    groups.set(surroundings, [...(groups.get(surroundings) ?? []), block]);
  }
  return new Map([...groups].flatMap(([name, group]) => [...checkProgram(name, group)]));
}
