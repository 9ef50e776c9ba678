/** Fewest events between two snapshots. */
const least = 1_000;
/** Most snapshots of a kind that an exercise has. */
const most = 1_024;
/** Most bytes that they take together. */
const mostBytes = 128 * 2 ** 20;

/**
 * How many events apart the snapshots of a log are: it doubles as the log grows, so that of those that were made before
 * every other one stays.
 * @param head the log's last seq
 * @param bytes of the newest snapshot; 0 when there is none
 */
export function spacingFor(head: number, bytes: number): number {
  let spacing = least;
  while (head / spacing > Math.min(most, mostBytes / bytes)) spacing *= 2;
  return spacing;
}
