import { ProblemError } from '../http/problem.js';

const window = 60_000;
/** Names and addresses that are remembered at once. */
const mostKept = 10_000;

/**
 * Slows down guessing: so many failures a minute for one key. A key holds the address as well, so that nobody can lock
 * another out. An attempt counts from its beginning, or a hundred at once would all pass before the first has failed.
 */
export class FailureThrottle {
  private readonly failures = new Map<string, { at: number }[]>();

  /** @param most failures a minute for one key */
  constructor(private readonly most: number) {}

  /**
   * Counts an attempt.
   * @returns what takes it back, for an attempt that was no failure
   * @throws ProblemError 429 when there were too many
   */
  begin(key: string): () => void {
    const recent = this.recent(key);
    if (recent.length >= this.most) {
      const wait = Math.max(1, Math.ceil((recent[0]!.at + window - Date.now()) / 1_000));
      const detail = `Too many failed attempts: wait ${wait} s and try again.`;
      throw new ProblemError(429, 'too-many-attempts', detail, undefined, wait);
    }
    const attempt = { at: Date.now() };
    this.keep(key, [...recent, attempt]);
    return () =>
      this.keep(
        key,
        this.recent(key).filter((other) => other !== attempt),
      );
  }

  private keep(key: string, attempts: { at: number }[]): void {
    this.failures.delete(key);
    if (attempts.length > 0) this.failures.set(key, attempts);
    for (const oldest of this.failures.keys()) {
      if (this.failures.size <= mostKept) break;
      this.failures.delete(oldest);
    }
  }

  private recent(key: string): { at: number }[] {
    const since = Date.now() - window;
    return (this.failures.get(key) ?? []).filter(({ at }) => at > since);
  }
}
