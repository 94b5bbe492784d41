// The names of class members that only this package's own code uses. In production files, esbuild
// shortens them as it does those of private members.
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

/**
 * Those of the classes in the folders of web/, since the classes in web/ itself are public. Left out are
 * names that a member of an interface or type has, too, as options do, and all names in the declarations
 * of the platform and the module.
 *
 * @returns {string[]}
 */
export function internalNames() {
  const names = new Set();
  const kept = new Set();
  for (const path of sources('web')) {
    const isPublic = dirname(path) === 'web';
    walk(inRoot(path), (node) => {
      const { name } = node;
      if (name === undefined || !ts.isIdentifier(name)) return;
      if (ts.isClassElement(node)) (isPublic ? kept : names).add(name.text);
      else if (ts.isTypeElement(node)) kept.add(name.text);
    });
  }
  for (const file of foreignDeclarations()) {
    walk(file, (node) => {
      if (ts.isIdentifier(node)) kept.add(node.text);
    });
  }
  return [...names].filter((name) => !kept.has(name));
}
