import { type Path, startsWith } from '../path.js';
import type { Finding } from '../problem.js';
import type { Scenario, Solution } from '../schema.js';
import type { Marked } from '../schema/marked.js';
import type { Named } from '../schema/meaning.js';

/** What the rules look at: a scenario's folder, read as far as it could be. */
export interface Subject {
  scenario: Scenario;
  solution?: Solution;
  /** What the schema says of the places in them. */
  marked: { scenario: readonly Marked[]; solution: readonly Marked[] };
  files: ReadonlyMap<string, Uint8Array>;
  /** The texts of the files that rules read: briefs, and those that nodes take `from`. */
  texts: ReadonlyMap<string, string>;
  /** The Dockerfiles that nodes are built from, by path. */
  dockerfiles: ReadonlyMap<string, string>;
  /** Names that the author wrote, also those of things that are wrong and therefore not in `scenario`. */
  declared: Record<Named, Set<string>>;
  /** What is wrong and therefore missing from `scenario`, by its place in the file. */
  lost: readonly Path[];
}

/** True when all that a key of the root declares is wrong, so that nothing can be said about its names. */
export function isUnknown(key: Named, { lost }: Subject): boolean {
  return lost.some((path) => path.length === 1 && path[0] === key);
}

/** True when something within a place of the file is wrong and therefore missing from `scenario`. */
export const isCut = (place: Path, { lost }: Pick<Subject, 'lost'>): boolean =>
  lost.some((path) => startsWith(path, place));

/** Finds what is wrong in one respect. Paths are those of `scenario` and `solution` as they stand in the subject. */
export type Rule = (subject: Subject) => Iterable<Finding>;

/** The file that declares a scenario. */
export const scenarioFile = 'scenario.yaml';
/** The file that solves a scenario. */
export const solutionFile = 'solution.yaml';
