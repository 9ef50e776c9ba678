// How results of steps are counted and shown.

/** No tests at all. */
export const nothing = { passed: 0, failed: 0, skipped: 0 };

/** Two results as one. */
export const add = (a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

/**
 * Counts what vitest's JSON report says. A file that could not be loaded holds no tests, and an error outside of all tests
 * fails none: each counts as one failure, so that neither can pass unseen.
 */
export function countReport(report, exitCode) {
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((t) => t.status === 'failed'),
  );
  const failed = report.numFailedTests + unloaded.length;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** A finished step as one line. */
export function formatResult(name, { passed, failed, skipped }, milliseconds) {
  const more = skipped > 0 ? `, ${skipped} skipped` : '';
  return `${failed > 0 ? '✗' : '✓'} ${name}: ${passed} passed, ${failed} failed${more}  (${(milliseconds / 1000).toFixed(1)} s)`;
}

/** The last line. */
export const formatTotals = ({ passed, failed }) => `${passed} passed, ${failed} failed`;
