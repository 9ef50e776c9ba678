/** Repairs further back than this, in wall milliseconds, no longer count. */
const window = 10 * 60_000;
/** Repairs within the window after which a range that breaks once more is given up. */
export const mostRepairs = 5;
const firstWait = 2_000;
const longestWait = 60_000;

/** Of the wall times at which a range broke, those that still count at `now`. */
export const repairsWithin = (repairs: readonly number[], now: number): number[] =>
  repairs.filter((at) => at > now - window);

/**
 * When a range that broke is to be repaired: at once the first time, then each time after twice as long a wait, up to a
 * minute; never more when it broke too often.
 * @param repairs wall times in milliseconds at which it broke, the one to be repaired last
 * @param now wall time, milliseconds
 * @returns milliseconds still to wait (0: now), or `give-up` when it broke after `mostRepairs` repairs within ten minutes
 */
export function repairWait(repairs: readonly number[], now: number): number | 'give-up' {
  const last = repairs.at(-1);
  if (last === undefined) return 0;
  const counted = repairsWithin(repairs, last).length;
  if (counted > mostRepairs) return 'give-up';
  if (counted <= 1) return 0;
  const wait = Math.min(longestWait, firstWait * 2 ** (counted - 2));
  return Math.min(wait, Math.max(0, last + wait - now));
}
