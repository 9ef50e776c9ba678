import {
  Alias,
  type Document,
  LineCounter,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  parseDocument,
} from 'yaml';
import { expand } from './expand.js';
import { keyFaults } from './keys.js';
import type { Path } from './path.js';
import type { Finding } from './problem.js';
import { textOf } from './text-file.js';

/** Most bytes of `scenario.yaml` and `solution.yaml`. */
const limit = 512 * 1024;
/** Most places at which a file's aliases may be spread out, so that few bytes cannot become many. */
const maxAliasCount = 50;
const options = {
  strict: true,
  uniqueKeys: false,
  prettyErrors: false,
  schema: 'core',
  merge: false,
} as const;

type Located = { key?: ParsedNode; value?: ParsedNode | null };

/** A YAML file that was read: its data as a plain tree, and on which line each piece of it stands. */
export class YamlFile {
  private constructor(
    readonly file: string,
    private readonly text: string,
    private readonly document: Document.Parsed,
    private readonly lines: LineCounter,
    /** Maps, lists and scalars only; no part is shared or contains itself. */
    readonly data: unknown,
  ) {}

  /** Reads a file; `yaml` is absent when it has an error of syntax. */
  static read(file: string, bytes: Uint8Array): { yaml?: YamlFile; findings: Finding[] } {
    const read = textOf(file, bytes, limit);
    if ('fault' in read) return { findings: [read.fault] };
    try {
      const lines = new LineCounter();
      const document = parseDocument(read.text, { ...options, lineCounter: lines });
      const findings: Finding[] = [
        ...document.errors.map((error) => ({ file, offset: error.pos[0], message: sentence(error.message) })),
        ...document.warnings.map((warning) => ({
          file,
          offset: warning.pos[0],
          message: sentence(warning.message),
          severity: 'warning' as const,
        })),
      ];
      if (document.errors.length > 0) return { findings };
      findings.push(...keyFaults(file, document.contents));
      const data = expand(document.toJS({ maxAliasCount }));
      return { yaml: new YamlFile(file, read.text, document, lines, data), findings };
    } catch (error) {
      return { findings: [{ file, offset: 0, ...unreadable(error) }] };
    }
  }

  /** Line and column, both from 1, of what a finding points to; of the nearest thing around it when it is not there. */
  position(finding: Finding): { line: number; column: number } {
    const offset = finding.offset ?? this.offset(finding.path ?? [], finding);
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  /** What stands in the file for a scalar, such as `0644`, quotes included; undefined for anything else. */
  written(path: Path): string | undefined {
    const { value } = this.locate(path);
    return isScalar(value) && value.range ? this.text.slice(value.range[0], value.range[1]) : undefined;
  }

  private offset(path: Path, { onKey, within }: Finding): number {
    const { key, value } = this.locate(path);
    const start = onKey || !isScalar(value) ? (key ?? value) : value;
    if (within !== undefined && value?.range) {
      const found = this.text.slice(value.range[0], value.range[1]).indexOf(within);
      if (found >= 0) return value.range[0] + found;
    }
    return start?.range?.[0] ?? 0;
  }

  private locate(path: Path): Located {
    let at: Located = { value: this.document.contents };
    for (const step of path) {
      const found = this.step(at.value, step);
      if (!found) break;
      at = found;
    }
    return at;
  }

  private step(from: ParsedNode | null | undefined, step: string | number): Located | undefined {
    const node = isAlias(from) ? ((from as Alias).resolve(this.document) as ParsedNode | undefined) : from;
    if (isSeq(node)) {
      const item = node.items[Number(step)] as ParsedNode | undefined;
      return item ? { key: item, value: item } : undefined;
    }
    if (!isMap(node)) return undefined;
    const pair = node.items.findLast(({ key }) => isScalar(key) && String(key.value ?? '') === String(step));
    return pair ? { key: pair.key as ParsedNode, value: pair.value as ParsedNode | null } : undefined;
  }
}

function sentence(message: string): string {
  return `is no YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}

function unreadable(error: unknown): Pick<Finding, 'message' | 'mend'> {
  if (error instanceof RangeError) return { message: 'is nested too deeply', mend: 'nest at most 64 deep' };
  if (error instanceof ReferenceError) {
    return {
      message: `has aliases that cannot be followed: ${error.message}`,
      mend: 'write it out without aliases',
    };
  }
  throw error;
}
