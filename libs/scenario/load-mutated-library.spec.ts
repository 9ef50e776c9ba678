import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, it } from 'vitest';
import { type Folder, loadMutated } from './testing/mutated-load.js';
import { structuralMutation, textMutation } from './testing/mutations.js';

const library = join(import.meta.dirname, '../../scenarios');
/** The library's scenarios as they are on the disk. */
const folders = readdirSync(library, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => folderAt(join(library, name)))
  .filter((folder) => folder.has('scenario.yaml'));

const now = () => performance.now();

/** With the other two of load-mutated-*.spec.ts, 10,000 scenarios that nobody meant to write. */
describe('loadScenario, whatever is done to a scenario of the library,', () => {
  it.each([
    ['its text', textMutation],
    ['what it says', structuralMutation],
  ])(
    'never throws, and says where and why: %s',
    (_, how) => loadMutated(300, folders, how, ['scenario.yaml', 'solution.yaml'], now),
    120_000,
  );
});

function folderAt(root: string): Folder {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    entries.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [relative(root, path).replaceAll('\\', '/'), readFileSync(path)];
    }),
  );
}
