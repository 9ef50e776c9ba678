import { describe, it } from 'vitest';
import { drillFolder } from './testing/drill-folder.js';
import { type Folder, loadMutated } from './testing/mutated-load.js';
import { textMutation } from './testing/mutations.js';
import { sampleFolder } from './testing/sample-folder.js';

const now = () => performance.now();

/** With the other two of load-mutated-*.spec.ts, 10,000 scenarios that nobody meant to write. */
describe('loadScenario, whatever is done to the text of a scenario,', () => {
  it.each<[what: string, runs: number, folders: Folder[], files: string[]]>([
    ['a small one', 6_500, [sampleFolder()], ['scenario.yaml', 'solution.yaml', 'brief.vi.md']],
    ['a drill', 1_000, [drillFolder()], ['scenario.yaml', 'files/note.txt']],
  ])(
    'never throws, and says where and why: %s',
    (_, runs, folders, files) => loadMutated(runs, folders, textMutation, files, now),
    120_000,
  );
});
