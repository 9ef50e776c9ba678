import type { Helper } from './helper.js';
import { ensureIsolation, type IsolationRule } from './isolation.js';

/** Wall time for which launches share a check of the static rules, ms: a class that starts at once asks only once. */
const sharedMs = 1_000;

interface Check {
  outcome: Promise<IsolationRule[]>;
  /** Process time until which it may be shared. */
  until: number;
}

const checks = new WeakMap<Pick<Helper, 'run'>, Check>();

/**
 * Makes sure that the static rules are in force, or were within the last second.
 * @returns the rules that were missing and have been put in; told to one of those who share the check
 * @throws IsolationError as `ensureIsolation` does; a failed check is shared with nobody who comes later
 */
export async function recentlyIsolated(helper: Pick<Helper, 'run'>): Promise<IsolationRule[]> {
  const known = checks.get(helper);
  if (known && performance.now() < known.until) {
    await known.outcome;
    return [];
  }
  const check: Check = { outcome: ensureIsolation(helper), until: Infinity };
  checks.set(helper, check);
  try {
    const missing = await check.outcome;
    check.until = performance.now() + sharedMs;
    return missing;
  } catch (error) {
    checks.delete(helper);
    throw error;
  }
}
