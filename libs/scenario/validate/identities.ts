import type { Path } from '../path.js';
import type { Finding } from '../problem.js';
import type { Subject } from './subject.js';

/** What must be there once: ids, languages and paths, in the lists that the schema marks so. */
export function* identities(subject: Subject): Iterable<Finding> {
  for (const { path, value, meaning } of subject.marked.scenario) {
    if (!meaning.once) continue;
    const { what, by } = meaning.once;
    const items = value as readonly unknown[];
    const names = items.map((item) => (by === undefined ? item : (item as Record<string, unknown>)[by]));
    yield* twice(what, names, (index) => [...path, index, ...(by === undefined ? [] : [by])]);
  }
}

function* twice(what: string, names: readonly unknown[], place: (index: number) => Path): Iterable<Finding> {
  const seen = new Set<unknown>();
  for (const [index, name] of names.entries()) {
    if (seen.has(name)) yield { path: place(index), message: `${what} ${String(name)} is there twice` };
    seen.add(name);
  }
}
