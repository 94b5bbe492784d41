// The names of members that only this package's own code uses. In production files, esbuild
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

/** Files whose interfaces and types neither callers nor another bundle see. */
const kOwnTypes = [
  'web/connection/attempt.ts',
  'web/connection/phase.ts',
  'web/events/stream-event.ts',
  'web/parser/event-sink.ts',
  'web/request/fetch-transport.ts',
  'web/request/transport.ts',
];

/**
 * Names that the platform looks for: event handlers, and the reactions of custom elements (HTML 4.13.3),
 * which TypeScript's declarations do not have.
 */
const kPlatformNames =
  /^(?:on[a-z]+|(?:connected|connectedMove|disconnected|adopted|attributeChanged|form[A-Z]\w*)Callback|formAssociated|observedAttributes)$/;

/** Calls `visit` with each node of a file. */
function walkFile(file, visit) {
  walk(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest), visit);
}

/**
 * Those of the classes in the folders of web/, since the classes in web/ itself are public, and of
 * `kOwnTypes`. Left out are names that a member of another interface or type has, too, as options do, and
 * all names in the declarations of the platform and the module.
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
      else if (ts.isTypeElement(node)) (kOwnTypes.includes(path) ? names : kept).add(name.text);
    });
  }
  for (const file of foreignDeclarations()) {
    walkFile(file, (node) => {
      if (ts.isIdentifier(node)) kept.add(node.text);
    });
  }
  return [...names].filter((name) => !kept.has(name) && !kPlatformNames.test(name));
}

/**
 * What esbuild's `mangleProps` takes for these names.
 *
 * @param {string[]} names
 */
export const patternOf = (names) => new RegExp(`^(?:${names.join('|')})$`);
