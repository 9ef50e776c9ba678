import type { z } from 'zod';
import { Cutter } from './cutter.js';
import type { JsonSchema } from './json-schema.js';
import type { Path } from './path.js';

/** An issue of zod with its place in the file as it was written. */
export interface Issue {
  issue: z.core.$ZodIssue;
  path: Path;
  /** What stands there; undefined when nothing does. */
  value: unknown;
  /** For keys that are not known: those that are. */
  known: string[];
  /** For keys that are not known: the nearest that is, by the key. */
  meant: ReadonlyMap<string, string>;
}

/** What a schema makes of a tree of which not everything is right. */
export interface LenientResult<T> {
  /** The tree without what is wrong; absent when too little is left. */
  data?: T;
  issues: Issue[];
  /** What had to be cut out or filled in, by its place in the file. */
  lost: readonly Path[];
  /** The place in the file of a place in `data`; they differ behind an item that was cut out of a list. */
  original(path: Path): Path;
}

/** Rounds of cutting before giving up. */
const rounds = 50;

/**
 * Parses a tree, cuts out what is wrong and parses again, so that one mistake does not hide the others. Changes the tree.
 * @param jsonSchema the same schema, which tells the keys that it knows
 * @param fillers what stands in for a missing or wrong key of the root
 */
export function parseLeniently<T>(
  schema: z.ZodType<T>,
  jsonSchema: () => JsonSchema,
  tree: unknown,
  fillers: Readonly<Record<string, unknown>> = {},
): LenientResult<T> {
  const cutter = new Cutter(tree, jsonSchema, fillers);
  const issues: Issue[] = [];
  let data: T | undefined;
  for (let round = 0; round < rounds && data === undefined; round++) {
    const parsed = schema.safeParse(tree);
    if (parsed.success) {
      data = parsed.data;
      continue;
    }
    const found = parsed.error.issues.map((issue) => cutter.locate(issue));
    issues.push(...found.filter((issue) => !cutter.caused(issue)));
    if (!cutter.cut(found)) break;
  }
  const result = { issues, lost: cutter.lost, original: (path: Path) => cutter.original(path) };
  return data === undefined ? result : { data, ...result };
}
