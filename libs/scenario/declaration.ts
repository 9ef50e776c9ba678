import type { z } from 'zod';
import type { JsonSchema } from './json-schema.js';
import { type LenientResult, parseLeniently } from './lenient.js';
import { type Path, startsWith } from './path.js';
import type { Finding } from './problem.js';
import { schemaFindings } from './schema-findings.js';
import { YamlFile } from './yaml-file.js';

/** One YAML file of a scenario, read as far as it could be. */
export interface Declaration<T> {
  file: string;
  /** In which findings are located; absent when the file is no text. */
  source?: YamlFile | string;
  /** The file's data before it was checked. */
  raw?: unknown;
  /** What is left without the parts that are wrong; absent when too little is. */
  data?: T;
  /** Problems of syntax and of form. */
  findings: Finding[];
  /** Places, as in the file, of what is missing from `data`. */
  lost: readonly Path[];
  /** The place in the file of a place in `data`. */
  original(path: Path): Path;
}

/**
 * Reads and checks the form of one YAML file.
 * @param fillers what stands in for a missing or wrong key of the root
 */
export function readDeclaration<T>(
  file: string,
  bytes: Uint8Array,
  schema: z.ZodType<T>,
  jsonSchema: () => JsonSchema,
  fillers: Readonly<Record<string, unknown>> = {},
): Declaration<T> {
  const { yaml, source, findings } = YamlFile.read(file, bytes);
  if (!yaml) return { file, source, findings, lost: [], original: (path) => path };
  const result: LenientResult<T> = parseLeniently(schema, jsonSchema, structuredClone(yaml.data), fillers);
  const form = schemaFindings(file, result.issues, yaml);
  return { file, source, raw: yaml.data, ...result, findings: [...findings, ...form] };
}

/**
 * A finding about `data`, with the path that its place has in the file; none when part of what it is about was missing
 * from `data`, because then it may be wrong and the cause is told already.
 */
export function inFile(finding: Finding, declaration: Declaration<unknown>): Finding[] {
  if (finding.path === undefined) return [finding];
  const path = declaration.original(finding.path);
  return declaration.lost.some((lost) => startsWith(lost, path)) ? [] : [{ ...finding, path }];
}
