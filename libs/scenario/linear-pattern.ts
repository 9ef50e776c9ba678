import { RE2JS } from 're2js';

/** How a pattern is matched. */
export interface Matching {
  /** The pattern must match the whole text, not only a part of it. */
  whole?: boolean;
  /** Capitals do not count. */
  ignoreCase?: boolean;
}

/** Most compiled patterns that are kept: revisions of rules may bring in any number. */
const kept = 500;
const compiled = new Map<string, RE2JS>();

/**
 * Whether a text matches a pattern, in a time linear in the text: what a trainee writes can never hold the process up,
 * whatever the author's pattern. `\s`, `\w` and `\d` mean ASCII.
 * @throws Error when the pattern has a fault that `linearFault` tells
 */
export function matchesPattern(pattern: string, text: string, { whole, ignoreCase }: Matching = {}): boolean {
  const key = `${ignoreCase ? 'i' : ''}/${pattern}`;
  let program = compiled.get(key);
  if (!program) {
    program = RE2JS.compile(RE2JS.translateRegExp(pattern), ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    if (compiled.size >= kept) compiled.delete(compiled.keys().next().value!);
    compiled.set(key, program);
  }
  return whole ? program.matches(text) : program.matcher(text).find();
}

/** Why a pattern of JavaScript cannot be matched in linear time; undefined when it can. */
export function linearFault(pattern: string): string | undefined {
  try {
    RE2JS.compile(RE2JS.translateRegExp(pattern));
    return undefined;
  } catch (error) {
    const reason = (error as Error).message.replace(/^error parsing regexp: /, '');
    return (
      `cannot be matched in a bounded time (${reason}): write it without back-references and look-around, ` +
      'repeat by 1000 at most in all, and name scripts as in \\p{Greek}'
    );
  }
}
