import type { z } from 'zod';
import type { JsonSchema } from './json-schema.js';
import { knownKeys } from './known-keys.js';
import type { Issue } from './lenient.js';
import { nearest } from './nearest.js';
import { type Path, valueAt } from './path.js';

type Container = Record<string, unknown> | unknown[];

/** Takes what is wrong out of a tree and knows, afterwards, where the rest stood. */
export class Cutter {
  /** What was cut out or filled in, by its place in the file. */
  readonly lost: Path[] = [];
  /** The same, and everything around it. */
  private readonly touched = new Set<string>();
  /** Of each list that was cut, where its items stood. */
  private readonly indexes = new WeakMap<unknown[], number[]>();
  /** Of each map with a mistyped key, what was written for a right one. */
  private readonly renamed = new WeakMap<object, Map<string, string>>();
  /** Maps in which a key is not known, by their place in the file. */
  private readonly mistyped = new Set<string>();

  constructor(
    private readonly tree: unknown,
    private readonly jsonSchema: () => JsonSchema,
    private readonly fillers: Readonly<Record<string, unknown>>,
  ) {}

  /** An issue of the tree as it is now, with its place in the file. */
  locate(issue: z.core.$ZodIssue): Issue {
    const at = issue.path as Path;
    const path = this.original(at);
    const value = valueAt(this.tree, at);
    if (issue.code !== 'unrecognized_keys') return { issue, path, value, known: [], meant: new Map() };
    this.mistyped.add(JSON.stringify(path));
    const known = knownKeys(this.jsonSchema(), this.tree, at);
    const free = known.filter((key) => valueAt(value, [key]) === undefined);
    const meant = new Map<string, string>();
    for (const key of issue.keys) {
      const best = nearest(key, free);
      if (best !== undefined) meant.set(key, best);
    }
    return { issue, path, value, known, meant };
  }

  /**
   * True for an issue that is there only because something within it was cut out, or that may be there because a key is
   * mistyped, which is said already.
   */
  caused({ path, issue }: Issue): boolean {
    if (issue.code === 'custom' && this.mistyped.has(JSON.stringify(path))) return true;
    return this.touched.has(JSON.stringify(path));
  }

  /** Where something stood in the file. */
  original(path: Path): Path {
    let at: unknown = this.tree;
    return path.map((step) => {
      const here = at;
      at = valueAt(at, [step]);
      if (Array.isArray(here)) return this.indexes.get(here)?.[Number(step)] ?? step;
      if (here === null || typeof here !== 'object') return step;
      return this.renamed.get(here)?.get(String(step)) ?? step;
    });
  }

  /** Cuts out what the issues point to, and renames mistyped keys; false when too little would be left. */
  cut(found: Issue[]): boolean {
    for (const { issue, meant } of found) {
      if (issue.code !== 'unrecognized_keys') continue;
      for (const key of issue.keys) this.rename(issue.path as Path, key, meant.get(key));
    }
    // A map with a mistyped key is looked at again before it is taken for wrong as a whole.
    const again = new Set(
      found.flatMap(({ issue }) => (issue.code === 'unrecognized_keys' ? [String(issue.path)] : [])),
    );
    const victims = new Map<string, Path>();
    for (const { issue, value } of found) {
      const path = issue.path as Path;
      const absent = valueAt(this.tree, path) === undefined;
      const mended = value === undefined && !absent;
      const waits = issue.code === 'custom' && again.has(String(path));
      if (issue.code === 'unrecognized_keys' || mended || waits) continue;
      const victim = path.length > 1 && absent ? path.slice(0, -1) : path;
      if (victim.length === 0) return false;
      if (victim.length === 1 && absent && !Object.hasOwn(this.fillers, victim[0]!)) return false;
      victims.set(JSON.stringify(victim), victim);
    }
    // From the back, so that an index still means what it meant when the issue was found.
    for (const victim of [...victims.values()].sort(backwards)) this.remove(victim);
    return true;
  }

  private rename(path: Path, key: string, meant: string | undefined): void {
    const map = valueAt(this.tree, path) as Record<string, unknown>;
    if (meant !== undefined && !Object.hasOwn(map, meant)) {
      map[meant] = map[key];
      const known = this.renamed.get(map) ?? new Map<string, string>();
      this.renamed.set(map, known.set(meant, key));
    }
    delete map[key];
  }

  private remove(path: Path): void {
    const lost = this.original(path);
    this.lost.push(lost);
    for (let length = 0; length <= lost.length; length++)
      this.touched.add(JSON.stringify(lost.slice(0, length)));
    const parent = valueAt(this.tree, path.slice(0, -1)) as Container | undefined;
    const last = path.at(-1)!;
    if (Array.isArray(parent)) {
      const indexes = this.indexes.get(parent) ?? parent.map((_, index) => index);
      indexes.splice(Number(last), 1);
      this.indexes.set(parent, indexes);
      parent.splice(Number(last), 1);
    } else if (parent !== undefined) {
      delete parent[last];
      if (path.length === 1 && Object.hasOwn(this.fillers, last))
        parent[last] = structuredClone(this.fillers[last]);
    }
  }
}

/** Longest and last first. */
function backwards(a: Path, b: Path): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const [left, right] = [a[at]!, b[at]!];
    if (left === right) continue;
    return typeof left === 'number' && typeof right === 'number' ? right - left : left < right ? 1 : -1;
  }
  return b.length - a.length;
}
