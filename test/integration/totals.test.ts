import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

interface Result {
  passed: number;
  failed: number;
  skipped: number;
  failures: string[];
}
const { add, countReport, formatFailures, formatResult, formatTotals } = (await import(
  pathToFileURL('test/totals.mjs').href
)) as {
  add(a: Result, b: Result): Result;
  countReport(report: object, exitCode: number): Result;
  formatFailures(result: Result): string;
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
const unloaded = { name: 'b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] };
const failing = {
  name: 'a.test.ts',
  status: 'failed',
  assertionResults: [
    { status: 'passed', fullName: 'a door opens', failureMessages: [] },
    { status: 'failed', fullName: 'a door closes', failureMessages: ['expected true\n    at a.test.ts:4'] },
  ],
};

describe('the totals of a test run', () => {
  it.each([
    ['all passed', report(0), 0, 0],
    ['tests failed', report(2, [failing]), 1, 2],
    ['a file that could not be loaded', report(0, [unloaded]), 1, 1],
    ['both', report(2, [failing, unloaded]), 1, 3],
    ['an error outside of all tests', report(0), 1, 1],
  ])('%s', (_, given, exitCode, failed) => {
    expect(countReport(given, exitCode)).toMatchObject({ passed: 5, failed, skipped: 2 });
  });

  it('say at the end what failed, and nothing when nothing did', () => {
    const failed = add(countReport(report(1, [failing]), 1), countReport(report(0, [unloaded]), 1));
    expect(formatFailures(failed)).toBe(
      [
        '',
        'What failed:',
        '  ✗ a.test.ts › a door closes',
        '      expected true',
        '          at a.test.ts:4',
        '  ✗ b.test.ts could not be loaded',
        '      no such module',
        '',
        '',
      ].join('\n'),
    );
    expect(formatFailures(countReport(report(0), 1))).toContain('an error outside of all tests');
    expect(formatFailures(countReport(report(0), 0))).toBe('');
  });

  it('end in one line', () => {
    const none = { failures: [] };
    const sum = add(
      { passed: 5, failed: 0, skipped: 1, ...none },
      { passed: 2, failed: 1, skipped: 0, ...none },
    );
    expect(formatTotals(sum)).toBe('7 passed, 1 failed');
    expect(formatResult('unit', sum, 1234)).toBe('✗ unit: 7 passed, 1 failed, 1 skipped  (1.2 s)');
  });
});
