// docs/errors.md has the sentences of all failures, as failure-messages.ts says them.
import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import * as sentences from '../../web/failures/failure-messages.ts';
import { failureSamples } from '../support/failure-samples.ts';
import { root } from './code-blocks.ts';

/** The sentences under each heading. */
function documented(): Record<string, string[]> {
  const [, ...sections] = readFileSync(`${root}docs/errors.md`, 'utf8').split(/^## /m);
  return Object.fromEntries(
    sections.map((section) => [
      section.slice(0, section.indexOf('\n')),
      [...section.matchAll(/^- (.*)$/gm)].map(([, sentence]) => sentence),
    ]),
  );
}

afterEach(() => vi.unstubAllGlobals());

test('docs/errors.md says under each kind what its errors say in development', () => {
  vi.stubGlobal('origin', 'https://app.example'); // of the page; Node has none
  const said: Record<string, string[]> = {};
  for (const { kind, message } of Object.values(failureSamples(sentences)).flat()) {
    said[kind] = [...(said[kind] ?? []), message];
  }
  expect(documented()).toEqual(said);
});

test('docs/errors.md has a heading for each kind, where the messages in production lead', () => {
  const declaration = readFileSync(`${root}web/failures/connection-failure.ts`, 'utf8');
  const [type] = /export type FailureKind =[^;]*/.exec(declaration) ?? [''];
  const kinds = [...type.matchAll(/'([\w-]+)'/g)].map(([, kind]) => kind);
  expect(Object.keys(documented()).sort()).toEqual(kinds.sort());
});
