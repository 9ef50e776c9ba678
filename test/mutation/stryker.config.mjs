// `npm run mutation`: changes the code of the ledger in small ways and runs its specs on each. A change that no spec
// notices is a rule that nothing holds.

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: ['libs/scoring/**/*.ts', '!libs/scoring/**/*.spec.ts', '!libs/scoring/testing/**'],
  ignorePatterns: ['**', '!libs/**', '!test/mutation/**', '!package.json', '!tsconfig.json'],
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  incremental: false,
  tempDirName: '.vocr/mutation',
  reporters: ['clear-text', 'html', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: '.vocr/mutation.html' },
  jsonReporter: { fileName: '.vocr/mutation.json' },
  thresholds: { high: 95, low: 90, break: 92 },
};
