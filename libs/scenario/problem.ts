import type { Path } from './path.js';

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
