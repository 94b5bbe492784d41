// What the compiler does not miss when the connection machine gets another input, or its graph another edge.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inRoot } from '../../tools/files.mjs';

const read = (file: string) => readFileSync(inRoot(file), 'utf8');

const header = read('src/connection.h');
const [, members] = /enum class Input : int32_t \{([^}]*)\}/.exec(header) ?? ['', ''];
const inputs = [...members.matchAll(/^ *k(\w)(\w*)/gm)].map(
  ([, first, rest]) => first.toLowerCase() + rest,
);

const missingFrom = (text: string, form: (name: string) => string) =>
  inputs.filter((name) => !text.includes(form(name)));

test('each input of the connection machine is in the table of its transitions', () => {
  expect(inputs).toContain('timerFired');
  const file = 'tests/core/connection_test.cpp';
  const missing = missingFrom(read(file), (name) => `{"${name}",`);
  expect(missing, `a row of kInputs in ${file}`).toEqual([]);
});

test.for(['tests/core/connection_walk.cpp', 'bindings/connection_bindings.cpp'])(
  'each input of the connection machine is given to it by %s',
  (file) => {
    const missing = missingFrom(read(file), (name) => `connection.${name}(`);
    expect(missing, `a case in ${file}`).toEqual([]);
  },
);

test('the README has the graph of src/connection.h', () => {
  const [graph] =
    /(?<=\n)\/\/ +start, resume,.*\n(?:\/\/.*\n)+?(?=\/\/\n\/\/ {2}reconnect leads)/.exec(
      header,
    ) ?? [''];
  const lines = graph.trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(5);
  // Only the margin differs.
  const edges = (text: string[]) => text.map((line) => line.trim()).join('\n');
  expect(edges(read('README.md').split('\n'))).toContain(
    edges(lines.map((line) => line.replace(/^\/\//, ''))),
  );
});
