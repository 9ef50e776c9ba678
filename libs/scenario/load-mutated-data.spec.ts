import { describe, it } from 'vitest';
import { drillFolder } from './testing/drill-folder.js';
import { type Folder, loadMutated } from './testing/mutated-load.js';
import { structuralMutation } from './testing/mutations.js';
import { sampleFolder } from './testing/sample-folder.js';

const now = () => performance.now();

/** With the other two of load-mutated-*.spec.ts, 10,000 scenarios that nobody meant to write. */
describe('loadScenario, whatever is done to what a scenario says,', () => {
  it.each<[what: string, runs: number, folders: Folder[], files: string[]]>([
    ['a small one', 1_500, [sampleFolder()], ['scenario.yaml', 'solution.yaml']],
    ['a drill', 400, [drillFolder()], ['scenario.yaml']],
  ])(
    'never throws, and says where and why: %s',
    (_, runs, folders, files) => loadMutated(runs, folders, structuralMutation, files, now),
    120_000,
  );
});
