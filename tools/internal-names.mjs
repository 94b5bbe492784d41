// The names of class members that only this package's own code uses. In production files, esbuild
// shortens them as it does those of private members.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { inRoot } from './files.mjs';
import { walk, webSources } from './web-sources.mjs';

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
function walkFile(file, visit) {
  walk(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest), visit);
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
  for (const path of webSources()) {
    const isPublic = dirname(path) === 'web';
    walkFile(inRoot(path), (node) => {
      const { name } = node;
      if (name === undefined || !ts.isIdentifier(name)) return;
      if (ts.isClassElement(node)) (isPublic ? kept : names).add(name.text);
      else if (ts.isTypeElement(node)) kept.add(name.text);
    });
  }
  for (const file of foreignDeclarations()) {
    walkFile(file, (node) => {
      if (ts.isIdentifier(node)) kept.add(node.text);
    });
  }
  return [...names].filter((name) => !kept.has(name));
}
