/** The middle of some figures, and how far apart the middle half of them is. */
export interface Spread {
  median: number;
  /** First and third quartile. */
  low: number;
  high: number;
  count: number;
}

/** @throws RangeError when there are no figures */
export function spread(figures: readonly number[]): Spread {
  if (figures.length === 0) throw new RangeError('there is nothing to take the middle of');
  const sorted = [...figures].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
    count: sorted.length,
  };
}

/** A quantile of sorted figures, between the two that it falls between. */
export function quantile(sorted: readonly number[], part: number): number {
  const at = (sorted.length - 1) * part;
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return below + (above - below) * (at - Math.floor(at));
}

/** How long something took, ms of wall time. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** Does something with each of many, some at once. */
export async function runLimited<T>(
  all: readonly T[],
  limit: number,
  work: (one: T) => Promise<unknown>,
): Promise<void> {
  const waiting = [...all];
  const one = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: Math.min(limit, all.length) }, one));
}

/**
 * Measures several ways of doing a thing in turn, so that a machine that slows down slows all of them down. The order turns
 * around with every round.
 * @param ways each does it once and gives its figure
 * @returns the figures of each way, round by round
 */
export async function inTurn<W extends string>(
  rounds: number,
  ways: Record<W, () => Promise<number>>,
): Promise<Record<W, number[]>> {
  const names = Object.keys(ways) as W[];
  const figures = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<W, number[]>;
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 ? [...names].reverse() : names) figures[name].push(await ways[name]());
  }
  return figures;
}

/** Round by round, one way's figure by another's: what slowed both down falls out. */
export function ratios(of: readonly number[], by: readonly number[]): number[] {
  return of.map((figure, round) => figure / by[round]!);
}
