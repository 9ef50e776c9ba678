import { type Alias, isAlias, isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import { depthLimit } from './bounds.js';
import type { Finding } from './problem.js';

/** How many values a file may hold once its aliases are written out, so that few bytes cannot become many. */
const valueLimit = 100_000;

/** What a YAML file says, as data. */
export interface Plain {
  /** Maps, lists and scalars; no part is shared or contains itself. Undefined when aliases make it endless. */
  data: unknown;
  findings: Finding[];
  /** What each alias stands for. */
  targets: WeakMap<Alias, unknown>;
}

/**
 * Makes plain data of a parsed document. Does itself what the parser's own way does with trouble: that one compares every
 * key with every other, and looks through the whole file for each alias.
 */
export function plainData(file: string, root: unknown): Plain {
  const reader = new PlainReader(file);
  const data = reader.value(root, 0);
  const { findings, targets, endless } = reader;
  if (!endless) return { data, findings, targets };
  findings.push({
    file,
    offset: 0,
    message: 'has aliases that grow too big or hold themselves',
    mend: 'write them out',
  });
  return { data: undefined, findings, targets };
}

class PlainReader {
  readonly findings: Finding[] = [];
  readonly targets = new WeakMap<Alias, unknown>();
  endless = false;
  private readonly anchors = new Map<string, unknown>();
  private values = 0;

  constructor(private readonly file: string) {}

  value(node: unknown, depth: number): unknown {
    this.values += 1;
    if (depth > depthLimit || this.values > valueLimit) this.endless = true;
    if (this.endless) return null;
    if (isAlias(node)) return this.alias(node, depth);
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor) this.anchors.set(node.anchor, node);
    if (isMap(node)) return this.map(node, depth);
    if (isSeq(node)) return node.items.map((item) => this.value(item, depth + 1));
    if (!isScalar(node)) return null;
    return typeof node.value === 'object' && node.value !== null ? String(node.value) : node.value;
  }

  private alias(alias: Alias, depth: number): unknown {
    const target = this.targets.get(alias) ?? this.anchors.get(alias.source);
    if (target === undefined) {
      this.fault(alias.range, `has the alias *${alias.source}, but no &${alias.source} before it`);
      return null;
    }
    this.targets.set(alias, target);
    return this.value(target, depth + 1);
  }

  private map(map: YAMLMap, depth: number): Record<string, unknown> {
    const entries = new Map<string, unknown>();
    for (const { key, value } of map.items) {
      if (!isScalar(key)) {
        const mend = isMap(key)
          ? 'if it is meant as a template, write it in quotes: "{{ name }}"'
          : undefined;
        this.fault((key as { range?: number[] }).range, 'has a key that is no plain word', mend);
        continue;
      }
      const name = String(key.value ?? '');
      if (name === '__proto__') this.fault(key.range, 'must not have the key __proto__');
      else if (entries.has(name)) this.fault(key.range, `has the key ${name} twice in one map`);
      else entries.set(name, this.value(value, depth + 1));
    }
    return Object.fromEntries(entries);
  }

  private fault(range: readonly number[] | null | undefined, message: string, mend?: string): void {
    this.findings.push({ file: this.file, offset: range?.[0] ?? 0, message, mend });
  }
}
