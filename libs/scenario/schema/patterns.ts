import { z } from 'zod';
import { linearFault } from '../linear-pattern.js';

/** What is wrong with a pattern; undefined when it can be used. @param groups how many it must have; absent: any number */
export function patternFault(pattern: string, groups?: number): string | undefined {
  try {
    // An empty alternative makes it match anything, which tells how many groups there are.
    const has = (new RegExp(`${pattern}|`, 'u').exec('')?.length ?? 1) - 1;
    if (groups === undefined || has === groups) return linearFault(pattern);
    return `must have exactly ${groups === 1 ? 'one group (…)' : `${groups} groups`}, has ${has}`;
  } catch (error) {
    return `is no pattern: ${(error as Error).message}`;
  }
}

/** A regular expression of JavaScript, read with its flag u, that can be matched in a bounded time. @param groups how many groups it must have */
export function patternSchema(groups?: number) {
  return z
    .string()
    .min(1)
    .max(500)
    .superRefine((pattern, context) => {
      const fault = patternFault(pattern, groups);
      if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
    });
}
