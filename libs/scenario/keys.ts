import { isMap, isScalar, isSeq } from 'yaml';
import type { Finding } from './problem.js';

/**
 * Keys that a map has twice, and keys that no map may have. YAML's own check compares every key with every other, which a
 * hostile file makes too slow.
 * @throws RangeError when the file is nested too deeply to be walked
 */
export function keyFaults(file: string, root: unknown): Finding[] {
  const findings: Finding[] = [];
  const walk = (node: unknown): void => {
    if (isSeq(node)) node.items.forEach(walk);
    if (!isMap(node)) return;
    const seen = new Set<string>();
    for (const { key, value } of node.items) {
      walk(value);
      const offset = (isScalar(key) || isMap(key) || isSeq(key) ? key.range?.[0] : undefined) ?? 0;
      if (!isScalar(key)) {
        findings.push({ file, offset, message: 'has a key that is no plain word' });
        continue;
      }
      const name = String(key.value ?? '');
      if (seen.has(name)) findings.push({ file, offset, message: `has the key ${name} twice in one map` });
      if (name === '__proto__') findings.push({ file, offset, message: 'must not have the key __proto__' });
      seen.add(name);
    }
  };
  walk(root);
  return findings;
}
