import type { z } from 'zod';
import { type Path, startsWith } from './problem.js';

/** An issue of zod with its place in the file as it was written. */
export interface Issue {
  issue: z.core.$ZodIssue;
  path: Path;
  /** What stands there; undefined when nothing does. */
  value: unknown;
}

/** What a schema makes of a tree of which not everything is right. */
export interface LenientResult<T> {
  /** The tree without what is wrong; absent when too little is left. */
  data?: T;
  issues: Issue[];
  /** What had to be cut out or filled in, by its place in the file. */
  lost: Path[];
  /** The place in the file of a place in `data`; they differ behind an item that was cut out of a list. */
  original(path: Path): Path;
}

/** Rounds of cutting before giving up. */
const rounds = 50;

/**
 * Parses a tree, cuts out what is wrong and parses again, so that one mistake does not hide the others. Changes the tree.
 * @param fillers what stands in for a missing or wrong key of the root
 */
export function parseLeniently<T>(
  schema: z.ZodType<T>,
  tree: unknown,
  fillers: Readonly<Record<string, unknown>> = {},
): LenientResult<T> {
  const cutter = new Cutter(tree, fillers);
  const issues: Issue[] = [];
  const result = (data?: T): LenientResult<T> => ({
    ...(data === undefined ? {} : { data }),
    issues,
    lost: cutter.lost,
    original: (path) => cutter.original(path),
  });
  for (let round = 0; round < rounds; round++) {
    const parsed = schema.safeParse(tree);
    if (parsed.success) return result(parsed.data);
    const found = parsed.error.issues.map((issue) => cutter.locate(issue));
    cutter.note(found);
    issues.push(...found.filter((issue) => !cutter.caused(issue)));
    if (!cutter.cut(found)) return result();
  }
  return result();
}

type Container = Record<string, unknown> | unknown[];

class Cutter {
  readonly lost: Path[] = [];
  /** Maps in which a key is not known. */
  private readonly mistyped = new Set<string>();
  private readonly indexes = new WeakMap<unknown[], number[]>();

  constructor(
    private readonly tree: unknown,
    private readonly fillers: Readonly<Record<string, unknown>>,
  ) {}

  locate(issue: z.core.$ZodIssue): Issue {
    return { issue, path: this.original(issue.path as Path), value: valueAt(this.tree, issue.path as Path) };
  }

  /** Remembers which maps have a key that is not known. */
  note(found: Issue[]): void {
    for (const { issue, path } of found) {
      if (issue.code === 'unrecognized_keys') this.mistyped.add(JSON.stringify(path));
    }
  }

  /**
   * True for an issue that is there only because something within it was cut out, or that may be there because a key is
   * mistyped, which is said already.
   */
  caused({ path, issue }: Issue): boolean {
    if (issue.code === 'custom' && this.mistyped.has(JSON.stringify(path))) return true;
    return this.lost.some((lost) => startsWith(lost, path));
  }

  original(path: Path): Path {
    let at: unknown = this.tree;
    return path.map((step) => {
      const here = at;
      at = valueAt(at, [step]);
      return Array.isArray(here) && typeof step === 'number'
        ? (this.indexes.get(here)?.[step] ?? step)
        : step;
    });
  }

  /** Cuts out what the issues point to; false when that would be the whole. */
  cut(found: Issue[]): boolean {
    const victims = new Map<string, Path>();
    for (const { issue } of found) {
      const path = issue.path as Path;
      if (issue.code === 'unrecognized_keys') {
        for (const key of issue.keys) this.remove([...path, key], false);
        continue;
      }
      const absent = valueAt(this.tree, path) === undefined;
      const victim = path.length > 1 && absent ? path.slice(0, -1) : path;
      if (victim.length === 0) return false;
      if (victim.length === 1 && absent && !Object.hasOwn(this.fillers, victim[0]!)) return false;
      victims.set(JSON.stringify(victim), victim);
    }
    // From the back, so that an index still means what it meant when the issue was found.
    for (const victim of [...victims.values()].sort(backwards)) this.remove(victim, true);
    return true;
  }

  private remove(path: Path, loses: boolean): void {
    if (loses) this.lost.push(this.original(path));
    const parent = valueAt(this.tree, path.slice(0, -1)) as Container | undefined;
    const last = path.at(-1)!;
    if (Array.isArray(parent)) {
      const indexes = this.indexes.get(parent) ?? parent.map((_, index) => index);
      indexes.splice(Number(last), 1);
      this.indexes.set(parent, indexes);
      parent.splice(Number(last), 1);
    } else if (parent !== undefined) {
      if (loses && path.length === 1 && Object.hasOwn(this.fillers, last)) {
        parent[last] = structuredClone(this.fillers[last]);
      } else {
        delete parent[last];
      }
    }
  }
}

function backwards(a: Path, b: Path): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const [left, right] = [a[at]!, b[at]!];
    if (left === right) continue;
    return typeof left === 'number' && typeof right === 'number' ? right - left : left < right ? 1 : -1;
  }
  return b.length - a.length;
}

/** What stands at a path of a plain tree; undefined when nothing does. */
export function valueAt(tree: unknown, path: Path): unknown {
  let at = tree;
  for (const step of path) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string | number, unknown>)[step];
  }
  return at;
}
