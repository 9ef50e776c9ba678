// How results of steps are counted and shown.

/** No tests at all. `failures` says in words what each failed one was. */
export const nothing = { passed: 0, failed: 0, skipped: 0, failures: [] };

/** A step that failed, with what it was. */
export const failure = (words) => ({ ...nothing, failed: 1, failures: [words] });

/** Two results as one. */
export const add = (a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
  failures: [...a.failures, ...b.failures],
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
    failures:
      failed === 0 && exitCode !== 0
        ? ['an error outside of all tests']
        : [...report.testResults.flatMap(failuresOf), ...unloaded.map(notLoaded)],
  };
}

/** How much of what a failed test said stands in the list at the end, in lines. */
const linesOfAFailure = 12;

const failuresOf = (file) =>
  file.assertionResults
    .filter((test) => test.status === 'failed')
    .map((test) => `${file.name} › ${test.fullName}\n${indent(test.failureMessages.join('\n'))}`);

const notLoaded = (file) => `${file.name} could not be loaded\n${indent(file.message ?? '')}`;

const indent = (text) =>
  text
    .split('\n', linesOfAFailure)
    .map((line) => `      ${line}`)
    .join('\n');

/** A finished step as one line. */
export function formatResult(name, { passed, failed, skipped }, milliseconds) {
  const more = skipped > 0 ? `, ${skipped} skipped` : '';
  return `${failed > 0 ? '✗' : '✓'} ${name}: ${passed} passed, ${failed} failed${more}  (${(milliseconds / 1000).toFixed(1)} s)`;
}

/** Everything that failed, at the end of a long output, where it is found; nothing when nothing failed. */
export const formatFailures = ({ failures }) =>
  failures.length === 0 ? '' : `\nWhat failed:\n${failures.map((words) => `  ✗ ${words}\n`).join('')}\n`;

/** The last line. */
export const formatTotals = ({ passed, failed }) => `${passed} passed, ${failed} failed`;
