// The counts in a JUnit report, as ctest and Vitest write them.
const kEntities = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' };

/** The value of the first attribute of that name, on one line. */
function attribute(xml, name) {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(xml)?.[1] ?? '';
  return value.replace(/&\w+;/g, (entity) => kEntities[entity] ?? entity).replace(/\s+/g, ' ');
}

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} failures names of the tests that failed, with the file and the message where there is one
 * @property {string[]} skipped names
 */

/**
 * @param {string} xml
 * @param {boolean} isClean whether what wrote it ended with exit code 0
 * @returns {Counts}
 */
export function readReport(xml, isClean) {
  // No text in it holds a "<" of its own.
  const tests = xml.split('<testcase ').slice(1);
  const failures = tests
    .filter((test) => /<(failure|error)\b/.test(test))
    .map((test) => {
      const [tag, failure] = test.split(/<(?:failure|error)\b/);
      const parts = [
        attribute(tag, 'classname'),
        attribute(tag, 'name'),
        attribute(failure, 'message'),
      ];
      return [...new Set(parts)].filter(Boolean).join(': ');
    });
  const skipped = tests
    .filter((test) => /<skipped\b|status="disabled"/.test(test))
    .map((test) => attribute(test, 'name'));
  return {
    passed: tests.length - failures.length - skipped.length,
    // An error outside all tests, or a program that is not there, is no failure of a test.
    failed: failures.length === 0 && !isClean ? 1 : failures.length,
    failures,
    skipped,
  };
}
