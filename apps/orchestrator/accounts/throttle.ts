import { ProblemError } from '../http/problem.js';

const window = 60_000;
const most = 10;

/**
 * Slows down guessing: ten failures a minute for one name from one address. It counts failures only, and per address, so
 * that nobody can lock another out.
 */
export class FailureThrottle {
  private readonly failures = new Map<string, number[]>();

  /** @throws ProblemError 429 when there were too many */
  check(who: string): void {
    if (this.recent(who).length < most) return;
    throw new ProblemError(
      429,
      'too-many-attempts',
      'Too many failed attempts: wait a minute and try again.',
    );
  }

  failed(who: string): void {
    this.failures.set(who, [...this.recent(who), Date.now()]);
    if (this.failures.size > 10_000) this.failures.clear();
  }

  private recent(who: string): number[] {
    const since = Date.now() - window;
    const recent = (this.failures.get(who) ?? []).filter((at) => at > since);
    if (recent.length === 0) this.failures.delete(who);
    return recent;
  }
}
