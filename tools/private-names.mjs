// Makes private members ordinary ones, in production files and in classes whose objects callers never see.
// Engines check private names when they parse a script, which a page waits for: one to two ms for all of them.
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { fromRoot, inRoot } from './files.mjs';
import { walk, webSources } from './web-sources.mjs';

/** Takes the place of `#`. No other name in web/ begins with it. */
const kMark = '$';

/** As esbuild shortens names: the same few in every class compress best. */
const kLetters = 'etrnoisaducflhmpvgwybxkSCEMRTAIOPDLNBF';

/**
 * Whether callers have objects of the classes in a file of web/, or derive from them.
 * @param {string} path
 */
export const isPublic = (path) =>
  /^web\/(?:[^/]+|inspector\/.+|events\/(?:stream|open|error)-event|events\/event-iterator)\.ts$/.test(
    path,
  );

/** @param {number} index @returns {string} */
function letters(index) {
  const last = kLetters[index % kLetters.length];
  return index < kLetters.length ? last : letters(Math.floor(index / kLetters.length) - 1) + last;
}

/** @param {ts.ClassLikeDeclaration} node @returns {string | undefined} */
function baseOf({ heritageClauses }) {
  const clause = heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  return clause?.types[0].expression.getText();
}

/**
 * The private members of a class by their new names. Those of a class that extends another have a second
 * mark: objects have both, and they must not be the same.
 *
 * @param {ts.ClassLikeDeclaration} node
 * @returns {Map<string, string>}
 */
function namesIn(node) {
  const counts = new Map();
  walk(node, (part) => {
    if (ts.isPrivateIdentifier(part)) counts.set(part.text, (counts.get(part.text) ?? 0) + 1);
  });
  const byUse = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a));
  const mark = baseOf(node) === undefined ? kMark : kMark + kMark;
  return new Map(byUse.map((name, index) => [name, mark + letters(index)]));
}

/** Whether a class asks which objects are its own: `#name in value` is true of no other, and never throws. */
function knowsItsObjects(node) {
  let found = false;
  walk(node, (part) => {
    found ||= ts.isBinaryExpression(part) && ts.isPrivateIdentifier(part.left);
  });
  return found;
}

/** The classes of a TypeScript file whose private names can go. None is within another. */
function classesIn(text) {
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  const found = [];
  walk(file, (node) => {
    if (ts.isClassLike(node) && !knowsItsObjects(node)) found.push(node);
  });
  return found;
}

/**
 * @param {string} text of a TypeScript file
 * @returns {string}
 */
export function withoutPrivateNames(text) {
  let result = '';
  let end = 0;
  for (const node of classesIn(text)) {
    const names = namesIn(node);
    walk(node, (part) => {
      if (!ts.isPrivateIdentifier(part)) return;
      result += text.slice(end, part.getStart()) + names.get(part.text);
      end = part.end;
    });
  }
  return result + text.slice(end);
}

/**
 * The classes whose private members become ordinary ones, for tests.
 *
 * @returns {{ name: string | undefined, base: string | undefined, names: string[] }[]}
 */
export function privateNamesInWeb() {
  return webSources()
    .filter((path) => !isPublic(path))
    .flatMap((path) => classesIn(readFileSync(inRoot(path), 'utf8')))
    .map((node) => ({
      name: node.name?.text,
      base: baseOf(node),
      names: [...namesIn(node).values()],
    }));
}

/** A plugin for esbuild. */
export const privateNames = {
  name: 'private-names',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]web[\\/].*\.ts$/ }, ({ path }) =>
      isPublic(fromRoot(path))
        ? undefined
        : { contents: withoutPrivateNames(readFileSync(path, 'utf8')), loader: 'ts' },
    );
  },
};
