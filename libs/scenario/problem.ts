/** Where in a YAML file: keys and indexes from the root. */
export type Path = readonly (string | number)[];

export type Severity = 'error' | 'warning';

/** Something wrong with a scenario's folder, said so that its author can mend it. */
export interface Problem {
  /** Relative to the scenario's folder. */
  file: string;
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 units. */
  column: number;
  message: string;
  /** What to do about it. */
  mend?: string;
  /** Absent means error. A scenario with errors cannot be launched. */
  severity?: Severity;
  /** The place as a path, such as `nodes.web.files[0].from`. */
  path?: string;
}

/** What a rule found, before it is known on which line that is. */
export interface Finding {
  /** Absent: `scenario.yaml`. */
  file?: string;
  /** In a YAML file. */
  path?: Path;
  /** Points to the key rather than to its value. */
  onKey?: boolean;
  /** In a YAML file: a piece of the value, to which the finding points. */
  within?: string;
  /** In any other text file: UTF-16 units from its beginning. */
  offset?: number;
  message: string;
  mend?: string;
  /** Absent means error. */
  severity?: Severity;
}

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

/** A mend that names the nearest right word, else all right words. */
export function didYouMean(best: string | undefined, all: Iterable<string>): string | undefined {
  if (best !== undefined) return `did you mean ${best}?`;
  const words = [...all];
  if (words.length === 0) return undefined;
  return `there is ${words.slice(0, 20).join(', ')}${words.length > 20 ? ', …' : ''}`;
}
