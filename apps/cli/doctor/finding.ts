/** One thing that was looked at. */
export interface Finding {
  /** Names it for programs; never changes. */
  id: string;
  /** Names it for people. */
  name: string;
  /** `warn`: VOCR works, but something is not as it should be. */
  verdict: 'ok' | 'warn' | 'fail';
  /** What is there, with figures. */
  found: string;
  /** What to do about it. */
  mend?: string;
}

/** What a look tells, before it is said what was looked at. */
export type Verdict = Pick<Finding, 'verdict' | 'found' | 'mend'>;

/** Something to look at. */
export interface Look extends Pick<Finding, 'id' | 'name'> {
  look: () => Promise<Verdict>;
}
