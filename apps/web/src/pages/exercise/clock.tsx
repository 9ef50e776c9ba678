import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Exercise } from '../../api/queries.js';
import { sayClock, useFormat } from '../../i18n/format.js';

/** The exercise's clock, going on by itself from when it was read. */
export function Clock({ clock, readAt }: { clock: Exercise['clock']; readAt: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [now, setNow] = useState(readAt);
  useEffect(() => {
    if (!clock.running) return undefined;
    const tick = () => setNow(Date.now());
    tick();
    const timer = setInterval(tick, 1_000 / Math.max(1, clock.speed));
    return () => clearInterval(timer);
  }, [clock.running, clock.speed, readAt]);
  const ms = clock.ms + (clock.running ? Math.max(0, now - readAt) * clock.speed : 0);
  return (
    <span className="standing" role="timer" aria-label={t('exercise.clock')}>
      <span className="standing-label">
        {t('exercise.clock')}
        {clock.speed !== 1 && ` × ${format.number(clock.speed)}`}
      </span>
      <span className="standing-value">{sayClock(ms)}</span>
    </span>
  );
}
