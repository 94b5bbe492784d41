// Every block of code in the documentation compiles, and what it asks a shell for exists.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CodeBlock, codeBlocks, codeBlocksOf, needsLibraries, root } from './code-blocks.ts';
import { isCode, typeCheck } from './type-check.ts';

const title = ({ file, line, language }: CodeBlock) => `${file}:${line} (${language})`;

const readJson = (file: string) => JSON.parse(readFileSync(`${root}${file}`, 'utf8'));

describe('code compiles', () => {
  const blocks = codeBlocks.filter((block) => isCode(block) && !needsLibraries(block));
  let mistakes: Map<CodeBlock, string[]>;
  beforeAll(() => {
    mistakes = typeCheck(blocks);
  }, 180_000);

  test.for(blocks.map((block) => ({ name: title(block), block })))('$name', ({ block }) => {
    expect(mistakes.get(block)).toEqual([]);
  });
});

test('every block says what it is in, and what is not code is known', () => {
  const others = codeBlocks.filter(
    (block) => !isCode(block) && block.language !== 'sh' && !needsLibraries(block),
  );
  // Diagrams have no language, and tests/faults/ runs the configuration of nginx.
  const unknown = others.filter(({ language }) => language !== '' && language !== 'nginx');
  expect(unknown.map(title)).toEqual([]);
});

describe('a block with a mistake', () => {
  const check = (text: string) =>
    [...typeCheck(codeBlocksOf('docs/some.md', text)).values()].flat();
  const imports = "import { EventSource } from 'eventsource-wasm';";

  test('is reported with file and line', () => {
    expect(
      check(`# Some\n\n\`\`\`js\n${imports}\n\nnew EventSource('/', { header: {} });\n\`\`\`\n`),
    ).toEqual([expect.stringMatching(/^docs\/some\.md:6: .*'header'/)]);
  });

  test('is one in workers and service workers, too', () => {
    const worker = `\`\`\`js service-worker\n${imports}\nself.client;\n\`\`\`\n`;
    const page = '```js worker\nwindow.close();\n```\n';
    expect(check(worker + page)).toEqual([
      expect.stringMatching(/^docs\/some\.md:3: .*'client'/),
      expect.stringMatching(/^docs\/some\.md:6: .*'window'/),
    ]);
  });

  test('is one when it is TypeScript in a block of JavaScript', () => {
    expect(check('```js\nconst one: number = 1;\n```\n')).toEqual([
      expect.stringMatching(/^docs\/some\.md:2: /),
    ]);
  });

  test('is one when it is not closed', () => {
    expect(() => check('text\n\n```js\nshow(1);\n')).toThrow('docs/some.md:3:');
  });
});

interface Command {
  place: string;
  words: string[];
}

const commands: Command[] = codeBlocks
  .filter(({ language }) => language === 'sh')
  .flatMap(({ code, file, line }) =>
    code.split('\n').map((text, index) => ({
      place: `${file}:${line + index}`,
      words: text.replace(/#.*/, '').trim().split(/\s+/).filter(Boolean),
    })),
  )
  .filter(({ words }) => words.length > 0);

/** What a command needs, if it is not there: the reason why it cannot work. */
function whyNot([program, verb, ...rest]: string[]): string | undefined {
  const { name, scripts, devDependencies } = readJson('package.json');
  if (program === 'npm' && verb === 'install') {
    return rest.join() === name ? undefined : `this package is ${name}`;
  }
  if (program === 'npm') {
    const script = verb === 'run' ? rest[0] : verb;
    return script in scripts ? undefined : `there is no script ${script}`;
  }
  if (program === 'npx') {
    return verb in devDependencies ? undefined : `${verb} is not installed`;
  }
  if (program === 'cmake' || program === 'ctest') {
    const { workflowPresets, testPresets } = readJson('CMakePresets.json');
    const presets: { name: string }[] = program === 'cmake' ? workflowPresets : testPresets;
    const words = [verb, ...rest];
    const preset = words[words.indexOf('--preset') + 1];
    return presets.some((one) => one.name === preset) ? undefined : `there is no preset ${preset}`;
  }
  return program.startsWith('.') && readFileSync(`${root}${program}`) ? undefined : 'unknown';
}

describe('commands exist', () => {
  test.for(commands)('$place', ({ words }) => {
    expect(whyNot(words)).toBeUndefined();
  });

  test('and one that does not is noticed', () => {
    expect(whyNot(['npm', 'run', 'nothing'])).toBe('there is no script nothing');
    expect(whyNot(['cmake', '--workflow', '--preset', 'no'])).toBe('there is no preset no');
    expect(whyNot(['ctest', '--preset', 'wasm'])).toBe('there is no preset wasm');
  });
});
