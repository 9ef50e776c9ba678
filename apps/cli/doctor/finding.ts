/** One thing that was looked at. */
export interface Finding {
  name: string;
  /** `warn`: VOCR works, but something is not as it should be. */
  verdict: 'ok' | 'warn' | 'fail';
  found: string;
  /** What to do about it. */
  mend?: string;
}

/** What a look tells, before it is said what was looked at. */
export type Verdict = Omit<Finding, 'name'>;
