import { useEffect, useState } from 'react';
import type { Exercise } from '../../api/queries.js';

/**
 * The reading of an exercise's clock, in milliseconds, going on by itself.
 * @param readAt when the clock was read, in milliseconds since 1970 by this machine's clock
 */
export function useClock(clock: Exercise['clock'], readAt: number): number {
  const [now, setNow] = useState(readAt);
  useEffect(() => {
    if (!clock.running) return undefined;
    const tick = () => setNow(Date.now());
    tick();
    const timer = setInterval(tick, 1_000 / Math.max(1, clock.speed));
    return () => clearInterval(timer);
  }, [clock.running, clock.speed, readAt]);
  return clock.ms + (clock.running ? Math.max(0, now - readAt) * clock.speed : 0);
}
