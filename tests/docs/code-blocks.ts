import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A fenced block of a Markdown file. */
export interface CodeBlock {
  /** Path from the checkout's folder. */
  file: string;
  /** Of the first line of its code; the file's first line is 1. */
  line: number;
  /** The fence's first word: 'js', 'sh'; '' where there is none. */
  language: string;
  /** What follows it: 'service-worker', 'before'. */
  kind: string;
  /** The text of the heading above. */
  heading: string;
  code: string;
}

const kFence = /^(\s*)(`{3,}|~{3,})\s*(\S*)\s*(.*?)\s*$/;

/** @throws when a block is not closed */
export function codeBlocksOf(file: string, text: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let heading = '';
  let open: (CodeBlock & { fence: string; lines: string[] }) | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const [, , fence, language, kind] = kFence.exec(line) ?? [];
    if (open) {
      if (fence?.startsWith(open.fence) && language === '') {
        const { fence: _, lines, ...block } = open;
        blocks.push({ ...block, code: `${lines.join('\n')}\n` });
        open = undefined;
      } else {
        open.lines.push(line);
      }
    } else if (fence !== undefined) {
      open = { file, line: index + 2, language, kind, heading, code: '', fence, lines: [] };
    } else if (/^#+ /.test(line)) {
      heading = line.replace(/^#+ +/, '');
    }
  }
  if (open) throw new Error(`${file}:${open.line - 1}: this block is not closed`);
  return blocks;
}

export const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `docs/${name}`),
];

export const readDocument = (file: string): string => readFileSync(`${root}${file}`, 'utf8');

export const codeBlocks: CodeBlock[] = documents.flatMap((file) =>
  codeBlocksOf(file, readDocument(file)),
);

/** Of docs/libraries.md: it imports libraries that only tests/drop-in/ installs, and is run there. */
export const needsLibraries = ({ file }: CodeBlock): boolean => file === 'docs/libraries.md';

/** The block of this place; the first word of its fence's rest tells several apart, or its number. */
export function findBlock(file: string, heading: string, which: string | number = 0): CodeBlock {
  const here = codeBlocks.filter((block) => block.file === file && block.heading === heading);
  const block =
    typeof which === 'number' ? here[which] : here.find(({ kind }) => kind.startsWith(which));
  if (!block) throw new Error(`${file} has no block ${which} below "${heading}"`);
  return block;
}
