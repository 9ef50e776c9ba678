/** Where in a YAML file: keys and indexes from the root. */
export type Path = readonly (string | number)[];

/** A path as people write it: `tasks[0].hints[1].text.vi`. */
export function pathText(path: Path): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}

/** True when `path` is `start` or lies within it. */
export function startsWith(path: Path, start: Path): boolean {
  return path.length >= start.length && start.every((step, index) => step === path[index]);
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
