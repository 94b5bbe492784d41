// The counts in a JUnit report, as ctest and Vitest write them.
const kEntities = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' };

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
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
  const failures = tests.filter((test) => /<(failure|error)\b/.test(test)).length;
  const skipped = tests
    .filter((test) => /<skipped\b|status="disabled"/.test(test))
    .map((test) =>
      /\bname="([^"]*)"/.exec(test)[1].replace(/&\w+;/g, (entity) => kEntities[entity]),
    );
  return {
    passed: tests.length - failures - skipped.length,
    // An error outside all tests, or a program that is not there, is no failure of a test.
    failed: failures === 0 && !isClean ? 1 : failures,
    skipped,
  };
}
