// What `message` says in the package's production files, where failure-codes.ts takes the place of
// failure-messages.ts.
import { describe, expect, test } from 'vitest';
import type { Failure } from '../../web/failures/connection-failure.ts';
import * as codes from '../../web/failures/failure-codes.ts';
import * as sentences from '../../web/failures/failure-messages.ts';
import { failureSamples } from '../support/failure-samples.ts';

// Compiles as long as the one can take the place of the other.
const production: typeof sentences = codes;

const inDevelopment = failureSamples(sentences);
const inProduction = failureSamples(production);

/** All but the texts. What is left out is undefined, and a cause that was made for it has a text, too. */
function withoutTexts({ message, cause, ...rest }: Failure) {
  const isOwn = cause instanceof Error && cause.message === message;
  return { status: undefined, headers: undefined, body: undefined, ...rest, cause: isOwn || cause };
}

test('there is a sample of each failure', () => {
  expect(Object.keys(inDevelopment).sort()).toEqual(Object.keys(sentences).sort());
  expect(Object.keys(codes).sort()).toEqual(Object.keys(sentences).sort());
});

describe.for(Object.keys(inDevelopment))('%s', (name) => {
  test('differs in its texts only', () => {
    expect(inProduction[name].map(withoutTexts)).toEqual(inDevelopment[name].map(withoutTexts));
  });

  test('names its kind, its status and where to read on', () => {
    for (const { kind, status, message } of inProduction[name]) {
      expect(message).toMatch(new RegExp(`\\(eventsource-wasm/docs/errors\\.md#${kind}\\)$`));
      if (status !== undefined && kind === 'http') expect(message).toContain(`status ${status}`);
    }
  });

  test('is shorter than its sentence', () => {
    for (const [i, { message }] of inProduction[name].entries()) {
      const said = message.replace(/ \(.*$/, '');
      expect(said.length).toBeLessThan(inDevelopment[name][i].message.length);
    }
  });
});
