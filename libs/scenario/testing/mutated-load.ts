import fc from 'fast-check';
import { expect } from 'vitest';
import { type LoadedScenario, loadScenario } from '../load.js';
import { notYetRunnable } from '../not-yet-runnable.js';
import { publicScenario } from '../public.js';
import type { Mutation } from './mutations.js';

/** A scenario's folder: the files by path. */
export type Folder = ReadonlyMap<string, Uint8Array>;

/** Wall milliseconds that one folder may take, on a machine that does much else. */
const longest = 5_000;

/**
 * Loads folders of which one file was changed, so many times, and looks at what is told of that file: it never throws,
 * it is valid or there is an error, and every problem has words and a place within the file.
 * @param now a wall clock in milliseconds
 */
export function loadMutated(
  runs: number,
  folders: readonly Folder[],
  how: fc.Arbitrary<Mutation>,
  names: readonly string[],
  now: () => number,
): void {
  // YAML's errors would each write down how they came about: a sixth of the time, for nobody.
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    fc.assert(
      fc.property(fc.constantFrom(...folders), fc.constantFrom(...names), how, (folder, file, mutate) => {
        const text = mutate(Buffer.from(folder.get(file)!).toString());
        const begun = now();
        const loaded = loadScenario(new Map([...folder, [file, Buffer.from(text)]]));
        expect(now() - begun).toBeLessThan(longest);
        sound(loaded, file, text);
      }),
      { numRuns: runs, seed: 20261122 },
    );
  } finally {
    Error.stackTraceLimit = before;
  }
}

function sound({ scenario, problems }: LoadedScenario, file: string, text: string): void {
  expect(scenario === undefined).toBe(problems.some(({ severity }) => severity === 'error'));
  const lines = text.split('\n').length;
  const misplaced = problems.filter(
    ({ message, file: of, line, column }) =>
      message === '' || (of === file && !(line >= 1 && line <= lines && column >= 1)),
  );
  expect(misplaced).toEqual([]);
  // What is valid can be shown and looked at.
  if (!scenario) return;
  publicScenario(scenario, 'vi');
  notYetRunnable(scenario);
}
