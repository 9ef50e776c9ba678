/** The exercise's clock: milliseconds of exercise time, which starts, stops and can run faster than the wall. */
export interface Clock {
  running: boolean;
  /** Exercise milliseconds per wall millisecond. */
  speed: number;
  /** Exercise time at `since`, in milliseconds. */
  base: number;
  /** Wall time in milliseconds since 1970 at which `base` was read. */
  since: number;
}

export const stoppedClock: Clock = { running: false, speed: 1, base: 0, since: 0 };

/** Exercise time in milliseconds at wall time `now`. A wall clock that steps back does not turn exercise time back. */
export function clockAt(clock: Clock, now: number): number {
  if (!clock.running) return clock.base;
  return clock.base + Math.max(0, Math.round((now - clock.since) * clock.speed));
}

/** The clock as it goes on from wall time `now`, with its course changed. */
export function turnClock(
  clock: Clock,
  now: number,
  change: Partial<Pick<Clock, 'running' | 'speed'>>,
): Clock {
  return { ...clock, ...change, base: clockAt(clock, now), since: now };
}
