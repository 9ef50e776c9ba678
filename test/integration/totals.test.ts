import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

interface Result {
  passed: number;
  failed: number;
  skipped: number;
}
const { add, countReport, formatResult, formatTotals } = (await import(
  pathToFileURL('test/totals.mjs').href
)) as {
  add(a: Result, b: Result): Result;
  countReport(report: object, exitCode: number): Result;
  formatResult(name: string, result: Result, milliseconds: number): string;
  formatTotals(result: Result): string;
};

const report = (failed: number, files: object[] = []) => ({
  numPassedTests: 5,
  numFailedTests: failed,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: files,
});
const unloaded = { status: 'failed', assertionResults: [] };
const failing = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] };

describe('the totals of a test run', () => {
  it.each([
    ['all passed', report(0), 0, 0],
    ['tests failed', report(2, [failing]), 1, 2],
    ['a file that could not be loaded', report(0, [unloaded]), 1, 1],
    ['both', report(2, [failing, unloaded]), 1, 3],
    ['an error outside of all tests', report(0), 1, 1],
  ])('%s', (_, given, exitCode, failed) => {
    expect(countReport(given, exitCode)).toEqual({ passed: 5, failed, skipped: 2 });
  });

  it('end in one line', () => {
    const sum = add({ passed: 5, failed: 0, skipped: 1 }, { passed: 2, failed: 1, skipped: 0 });
    expect(formatTotals(sum)).toBe('7 passed, 1 failed');
    expect(formatResult('unit', sum, 1234)).toBe('✗ unit: 7 passed, 1 failed, 1 skipped  (1.2 s)');
  });
});
