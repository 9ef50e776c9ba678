import { useEffect, useState } from 'react';

/**
 * What is left of a wait, in whole seconds that count down by themselves; 0 when there is none.
 * @param wait seconds, as they were at `readAt`, which is in milliseconds since 1970 by this machine's clock
 */
export function useSecondsLeft(wait: number | undefined, readAt: number): number {
  const [now, setNow] = useState(readAt);
  const end = readAt + (wait ?? 0) * 1_000;
  useEffect(() => {
    if (end <= Date.now()) return undefined;
    const tick = () => {
      const at = Date.now();
      setNow(at);
      if (at >= end) clearInterval(timer);
    };
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, [end]);
  return wait === undefined ? 0 : Math.max(0, Math.ceil((end - Math.max(now, readAt)) / 1_000));
}
