// The names of class members that only this package's own code uses. Production files have short ones in
// their place, as esbuild gives them to private members.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { inRoot } from './files.mjs';

/** The sources below a folder of web/. */
function sources(folder) {
  return readdirSync(inRoot(folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return path === 'web/demo' ? [] : sources(path);
    return path.endsWith('.ts') ? [path] : [];
  });
}

/** The platform's declarations, and the module's. */
function foreignDeclarations() {
  const libraries = dirname(fileURLToPath(import.meta.resolve('typescript')));
  const names = readdirSync(libraries).filter((name) => /^lib\..*\.d\.ts$/.test(name));
  return [
    ...names.map((name) => join(libraries, name)),
    inRoot('bindings/event-source-core.d.ts'),
    inRoot('web/core/core.ts'),
  ];
}

/** Calls `visit` with each node of a file. */
function walk(file, visit) {
  const go = (node) => {
    visit(node);
    ts.forEachChild(node, go);
  };
  go(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest));
}

const isNamed = (node) => node.name !== undefined && ts.isIdentifier(node.name);

/**
 * Only members of classes in the rooms of web/: those of web/ itself are public. Not those that an
 * interface or a type has, too, as options and what is given to others do, and none of whose name
 * anything of the platform or of the module has.
 *
 * @returns {string[]}
 */
export function internalNames() {
  const names = new Set();
  const kept = new Set();
  for (const path of sources('web')) {
    const isPublic = dirname(path) === 'web';
    walk(inRoot(path), (node) => {
      if (!isNamed(node)) return;
      if (ts.isClassElement(node)) (isPublic ? kept : names).add(node.name.text);
      else if (ts.isTypeElement(node)) kept.add(node.name.text);
    });
  }
  for (const file of foreignDeclarations()) {
    walk(file, (node) => {
      if (ts.isIdentifier(node)) kept.add(node.text);
    });
  }
  return [...names].filter((name) => !kept.has(name));
}
