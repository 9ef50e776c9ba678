import type { Exercise } from '../../api/queries.js';

/** How one stands to a deadline. `left`: exercise milliseconds until that changes; absent when it does not. */
export interface Stand {
  is: 'in-time' | 'late' | 'over';
  left?: number;
  /** What is taken off late work. */
  percent?: number;
}

/**
 * How one stands to the deadline; undefined when there is none.
 * @param extension exercise milliseconds by which the deadline is put off
 * @param clock the exercise's, in milliseconds
 */
export function standOf(
  { deadline, late }: NonNullable<Exercise['schedule']>,
  extension: number,
  clock: number,
): Stand | undefined {
  if (deadline === undefined) return undefined;
  const due = deadline + extension;
  if (clock <= due) return { is: 'in-time', left: due - clock };
  if (!late) return { is: 'over' };
  if (late.until === undefined) return { is: 'late', percent: late.percent };
  const end = late.until + extension;
  return clock <= end ? { is: 'late', left: end - clock, percent: late.percent } : { is: 'over' };
}
