// The counts in a report of Vitest's json reporter.

/**
 * @param {string} json
 * @param {boolean} isClean whether Vitest ended with exit code 0
 * @returns {{ passed: number, failed: number, skipped: string[] }}
 */
export function readVitestReport(json, isClean) {
  const files = JSON.parse(json).testResults;
  const tests = files.flatMap((file) => file.assertionResults);
  const withStatus = (...wanted) => tests.filter(({ status }) => wanted.includes(status));
  const skipped = withStatus('skipped', 'pending', 'todo', 'disabled').map((test) => test.fullName);
  let failed = withStatus('failed').length;
  // A file that could not be loaded has failed without a test of its own.
  failed += files.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  // Nor does an error outside all tests belong to one.
  if (!isClean && failed === 0) failed = 1;
  return { passed: withStatus('passed').length, failed, skipped };
}
