import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { internalNames } from '../../tools/internal-names.mjs';

const names: string[] = internalNames();

test('names that only the classes of a folder of web/ have are internal', () => {
  expect(names).toContain('copyNextPiece'); // of ParserInput
});

test.for([
  ['what fetch takes, though TypeScript does not know it', 'duplex'],
  ['an option', 'maxEventSize'],
  ['a method of a public class', 'fromReadableStream'],
  ['a member of an event', 'willRetry'],
  ['a function of the module', 'internType'],
  ["what the platform's Event has", 'timeStamp'],
  ['an event handler', 'onprobe'],
  ['a reaction of a custom element', 'connectedCallback'],
])('%s is not: %s', ([, name]) => {
  expect(names).not.toContain(name);
});

test('none of them is in the public types', () => {
  const types = readFileSync(new URL('../package/types.txt', import.meta.url), 'utf8');
  const withoutPaths = types.replace(/^\/\/ .*\.d\.ts$|"\.\.?\/[^"]*"/gm, '');
  const words = new Set(withoutPaths.match(/[\w$]+/g));
  expect(names.filter((name) => words.has(name))).toEqual([]);
});
