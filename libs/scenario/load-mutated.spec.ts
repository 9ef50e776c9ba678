import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario } from './load.js';
import { notYetRunnable } from './not-yet-runnable.js';
import { publicScenario } from './public.js';
import { drillFolder } from './testing/drill-folder.js';
import { type Mutation, structuralMutation, textMutation } from './testing/mutations.js';
import { sampleFolder } from './testing/sample-folder.js';

type Folder = ReadonlyMap<string, Uint8Array>;

const library = join(import.meta.dirname, '../../scenarios');
/** The library's scenarios as they are on the disk. */
const scenarios = readdirSync(library, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => folderAt(join(library, name)))
  .filter((folder) => folder.has('scenario.yaml'));

/** Wall milliseconds that one folder may take, on a machine that does much else. */
const longest = 5_000;

describe('loadScenario, whatever is done to a scenario,', () => {
  it.each<[what: string, runs: number, folders: Folder[], how: fc.Arbitrary<Mutation>, files: string[]]>([
    [
      "a small one's text",
      6_500,
      [sampleFolder()],
      textMutation,
      ['scenario.yaml', 'solution.yaml', 'brief.vi.md'],
    ],
    ["a drill's text", 1_000, [drillFolder()], textMutation, ['scenario.yaml', 'files/note.txt']],
    [
      'what a small one says',
      1_500,
      [sampleFolder()],
      structuralMutation,
      ['scenario.yaml', 'solution.yaml'],
    ],
    ['what a drill says', 400, [drillFolder()], structuralMutation, ['scenario.yaml']],
    ["the library's text", 300, scenarios, textMutation, ['scenario.yaml', 'solution.yaml']],
    ['what the library says', 300, scenarios, structuralMutation, ['scenario.yaml', 'solution.yaml']],
  ])(
    'never throws, and says where and why: %s',
    (_, runs, folders, how, files) => {
      fc.assert(
        fc.property(fc.constantFrom(...folders), fc.constantFrom(...files), how, (folder, file, mutate) => {
          const text = mutate(Buffer.from(folder.get(file)!).toString());
          sound(new Map([...folder, [file, Buffer.from(text)]]), file, text);
        }),
        { numRuns: runs, seed: 20261122 },
      );
    },
    120_000,
  );
});

/** Loads a folder and looks at what is told of the file that was changed. */
function sound(files: Folder, file: string, text: string): void {
  const begun = performance.now();
  const { scenario, problems } = loadScenario(files);
  expect(performance.now() - begun).toBeLessThan(longest);
  expect(scenario === undefined).toBe(problems.some(({ severity }) => severity === 'error'));
  const lines = text.split('\n').length;
  for (const problem of problems) {
    expect(problem.message).not.toBe('');
    if (problem.file !== file) continue;
    expect(problem.line).toBeGreaterThanOrEqual(1);
    expect(problem.line).toBeLessThanOrEqual(lines);
    expect(problem.column).toBeGreaterThanOrEqual(1);
  }
  // What is valid can be shown and looked at.
  if (!scenario) return;
  publicScenario(scenario, 'vi');
  notYetRunnable(scenario);
}

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
