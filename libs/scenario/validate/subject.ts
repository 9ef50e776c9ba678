import type { Path } from '../path.js';
import type { Finding } from '../problem.js';
import type { Scenario, Solution } from '../schema.js';

/** What the rules look at: a scenario's folder, read as far as it could be. */
export interface Subject {
  scenario: Scenario;
  solution?: Solution;
  files: ReadonlyMap<string, Uint8Array>;
  /** The texts of the files that rules read: briefs, and those that nodes take `from`. */
  texts: ReadonlyMap<string, string>;
  /** Names that the author wrote, also those of things that are wrong and therefore not in `scenario`. */
  declared: { networks: Set<string>; nodes: Set<string>; variables: Set<string>; tasks: Set<string> };
  /** What is wrong and therefore missing from `scenario`, by its place in the file. */
  lost: readonly Path[];
}

/** True when all that a key of the root declares is wrong, so that nothing can be said about its names. */
export function isUnknown(key: keyof Subject['declared'], { lost }: Subject): boolean {
  return lost.some((path) => path.length === 1 && path[0] === key);
}

/** Finds what is wrong in one respect. Paths are those of `scenario` and `solution` as they stand in the subject. */
export type Rule = (subject: Subject) => Iterable<Finding>;

/** The file that declares a scenario. */
export const scenarioFile = 'scenario.yaml';
/** The file that solves a scenario. */
export const solutionFile = 'solution.yaml';
