import { describe, test } from 'vitest';

/** So that whoever reads a report sees why something was skipped. */
const skippedName = (name: string, reason: string) => `${name} (skipped: ${reason})`;

/**
 * `test`, where an engine or machine has what it takes.
 *
 * @param reason what it lacks elsewhere, a fact about it
 */
export function testWhere(isSo: unknown, reason: string) {
  return (name: string, body: () => unknown): void => {
    if (isSo) test(name, body as () => void);
    else test.skip(skippedName(name, reason), body as () => void);
  };
}

/** `describe`, likewise. */
export function describeWhere(isSo: unknown, reason: string) {
  return (name: string, body: () => void): void => {
    if (isSo) describe(name, body);
    else describe.skip(skippedName(name, reason), body);
  };
}
