// The package's TypeScript, for the tools that look into it.
import { readdirSync } from 'node:fs';
import ts from 'typescript';
import { inRoot } from './files.mjs';

/**
 * The sources below web/, without those of the demo page.
 *
 * @returns {string[]} paths from the checkout's folder
 */
export function webSources(folder = 'web') {
  return readdirSync(inRoot(folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return path === 'web/demo' ? [] : webSources(path);
    return path.endsWith('.ts') ? [path] : [];
  });
}

/**
 * Calls `visit` with a node and all that are in it.
 *
 * @param {ts.Node} node @param {(node: ts.Node) => void} visit
 */
export function walk(node, visit) {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}
