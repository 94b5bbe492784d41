// The package's public types as one text, so that a change to them shows in review.
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import ts from 'typescript';

/** The declarations below a folder without their comments, file by file. */
export function describeTypes(folder) {
  const printer = ts.createPrinter({ removeComments: true });
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.d.ts'))
    .map((name) => name.replaceAll(sep, '/'));
  const texts = files.sort().map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const source = ts.createSourceFile(name, text, ts.ScriptTarget.ESNext);
    return `// ${name}\n${printer.printFile(source)}`;
  });
  return texts.join('\n');
}
