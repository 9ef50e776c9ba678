import { readDeclaration } from '../declaration.js';
import { locate } from '../locate.js';
import type { Finding, Problem } from '../problem.js';
import type { InstallationPolicy } from './policy.js';
import { policyJsonSchema, policyOf, policySchema } from './policy-schema.js';

/** What came of reading an installation's policy. */
export interface ReadPolicy {
  /** Absent when any problem is an error: a policy is taken as a whole or not at all. */
  policy?: InstallationPolicy;
  /** By line and column. */
  problems: Problem[];
}

/**
 * Reads the policy of an installation, in YAML or JSON. Throws on no input.
 * @param file its name, for the problems
 */
export function readPolicy(file: string, bytes: Uint8Array): ReadPolicy {
  const { data, source, findings } = readDeclaration(file, emptyAsMap(bytes), policySchema, policyJsonSchema);
  const contradiction: Finding[] = data && !findings.length ? contradictions(file, data) : [];
  const sources = new Map(source === undefined ? [] : [[file, source]]);
  const problems = locate([...findings, ...contradiction], sources);
  const isWrong = problems.some(({ severity }) => severity !== 'warning');
  return data && !isWrong ? { policy: policyOf(data), problems } : { problems };
}

function contradictions(file: string, { runtimes }: ReturnType<typeof policySchema.parse>): Finding[] {
  const { permit, require } = runtimes;
  if (require === undefined || permit === undefined || permit.includes(require)) return [];
  const message = `require is ${require}, which is not among those that permit names`;
  return [{ file, path: ['runtimes', 'require'], message, mend: 'leave permit out, or add it there' }];
}

/** A file of comments only says nothing, and so changes nothing. */
function emptyAsMap(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('utf8');
  return text.split(/\r?\n/).every((line) => /^\s*(#.*)?$/.test(line)) ? Buffer.from('{}') : bytes;
}
