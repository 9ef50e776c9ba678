/** Where a warm range stands. `retiring`: nobody's any more, and being taken down. */
export type WarmStatus = 'requested' | 'placed' | 'preparing' | 'ready' | 'retiring';

/** A range of a pool that nobody has claimed yet. */
export interface WarmRange {
  id: string;
  status: WarmStatus;
  host?: string;
}

/** A pool as the fold of its events: ranges of one scenario that are kept ready. */
export interface PoolState {
  id: string;
  /** Seq of the last event folded; 0 before the first. */
  seq: number;
  scenario: { id: string; version: string; digest: string };
  owner: string;
  /** `stopped`: it failed too often in a row, or no host can have its ranges; it builds nothing until it is resized. */
  phase: 'open' | 'stopped' | 'closed';
  /** How many ranges are to be kept ready. */
  size: number;
  /** Failed builds in a row. */
  failures: number;
  /** Why the last build failed, or none can be made; gone once one succeeds. */
  reason?: string;
  /** Ranges that were claimed so far. */
  claimed: number;
  /** Those that are there, or asked for; one that is claimed, failed or gone is not. */
  ranges: Record<string, WarmRange>;
}

/** How many of a pool's ranges stand how: those asked for or being built count as `preparing`. */
export function countWarm(pool: PoolState): { ready: number; preparing: number; retiring: number } {
  const all = Object.values(pool.ranges);
  const ready = all.filter(({ status }) => status === 'ready').length;
  const retiring = all.filter(({ status }) => status === 'retiring').length;
  return { ready, preparing: all.length - ready - retiring, retiring };
}
