import {
  type Alias,
  Composer,
  type Document,
  LineCounter,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import { boundedTokens } from './bounds.js';
import type { Path } from './path.js';
import { plainData } from './plain.js';
import type { Finding } from './problem.js';
import { textOf } from './text-file.js';

/** Most bytes of `scenario.yaml` and `solution.yaml`. */
const limit = 512 * 1024;
/** Most errors of syntax that are told: the first is what counts. */
const syntaxLimit = 20;
const options = {
  strict: true,
  uniqueKeys: false,
  prettyErrors: false,
  schema: 'core',
  merge: false,
} as const;

type Located = { key?: ParsedNode; value?: ParsedNode | null };

/** What came of reading a YAML file. */
export interface YamlReading {
  /** Absent when the file cannot be read as data. */
  yaml?: YamlFile;
  /** In which findings are located; absent when the file is no text. */
  source?: YamlFile | string;
  findings: Finding[];
}

/** A YAML file that was read: its data as a plain tree, and on which line each piece of it stands. */
export class YamlFile {
  private readonly pairs = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

  private constructor(
    readonly file: string,
    private readonly text: string,
    private readonly document: Document.Parsed,
    private readonly lines: LineCounter,
    private readonly targets: WeakMap<Alias, unknown>,
    /** Maps, lists and scalars only; no part is shared or contains itself. */
    readonly data: unknown,
  ) {}

  /** Reads a file. */
  static read(file: string, bytes: Uint8Array): YamlReading {
    const read = textOf(file, bytes, limit);
    if ('fault' in read) return { findings: [read.fault] };
    const { text } = read;
    const failed = (findings: Finding[]): YamlReading => ({ source: text, findings });
    const lines = new LineCounter();
    const bounded = boundedTokens(text, lines.addNewLine);
    if ('tooMuch' in bounded) return failed([{ file, offset: 0, message: bounded.tooMuch }]);
    const { tokens } = bounded;
    const [document, second] = new Composer(options).compose(tokens, true, text.length);
    if (!document) return failed([{ file, offset: 0, message: 'is empty' }]);
    const findings = syntaxFindings(file, document);
    if (second)
      findings.push({ file, offset: second.range[0], message: 'must hold one document, holds more' });
    if (findings.some(({ severity }) => severity !== 'warning')) return failed(findings);
    const { data, targets, findings: faults } = plainData(file, document.contents);
    const all = [...findings, ...faults];
    if (data === undefined) return failed(all);
    const yaml = new YamlFile(file, text, document, lines, targets, data);
    return { yaml, source: yaml, findings: all };
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
    const empty = !isScalar(value) || value.range?.[0] === value.range?.[1];
    const start = onKey || empty ? (key ?? value) : value;
    if (within !== undefined && value?.range) {
      const found = this.text.slice(value.range[0], value.range[1]).indexOf(within);
      if (found >= 0) return value.range[0] + found;
    }
    return start?.range?.[0] ?? 0;
  }

  private pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
    const known = this.pairs.get(map);
    if (known) return known;
    const named = map.items.flatMap((pair): [string, Pair][] =>
      isScalar(pair.key) ? [[String(pair.key.value ?? ''), pair]] : [],
    );
    const pairs = new Map(named);
    this.pairs.set(map, pairs);
    return pairs;
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
    const node = isAlias(from) ? this.targets.get(from) : from;
    if (isSeq(node)) {
      const item = node.items[Number(step)] as ParsedNode | undefined;
      return item ? { key: item, value: item } : undefined;
    }
    if (!isMap(node)) return undefined;
    const pair = this.pairsOf(node).get(String(step));
    return pair ? { key: pair.key as ParsedNode, value: pair.value as ParsedNode | null } : undefined;
  }
}

function syntaxFindings(file: string, document: Document.Parsed): Finding[] {
  const finding = ({ pos, message }: YAMLError): Finding => ({
    file,
    offset: pos[0],
    message: `is no YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`,
  });
  return [
    ...document.errors.slice(0, syntaxLimit).map(finding),
    ...document.warnings
      .slice(0, syntaxLimit)
      .map((warning): Finding => ({ ...finding(warning), severity: 'warning' })),
  ];
}
