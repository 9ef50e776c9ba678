/** What an estimate of a wait rests on. */
export interface Pace {
  /** Wall time that the last launches took once a worker was at work on them, ms; the latest last. */
  launches: readonly number[];
  /** Ranges that all usable hosts work on at once. */
  slots: number;
  /** Ranges placed and not yet ready. */
  inFlight: number;
}

/** Fewer launches say nothing of the next ones. */
const fewestLaunches = 2;
const launchesKept = 20;
/** Seconds are told in steps of this many: more would look as if it were known. */
const step = 5;

/**
 * About how many seconds until the range at a place in the queue is ready, in steps of five; undefined while too little
 * has been measured. Pure.
 * @param place from 1
 */
export function secondsUntilReady(place: number, { launches, slots, inFlight }: Pace): number | undefined {
  const last = launches.slice(-launchesKept);
  if (last.length < fewestLaunches || slots < 1) return undefined;
  const mean = last.reduce((sum, ms) => sum + ms, 0) / last.length;
  const rounds = Math.max(1, (inFlight + place) / slots);
  return Math.max(step, Math.ceil((rounds * mean) / 1_000 / step) * step);
}
