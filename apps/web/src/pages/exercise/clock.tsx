import { useTranslation } from 'react-i18next';
import type { Exercise } from '../../api/queries.js';
import { sayClock, useFormat } from '../../i18n/format.js';
import { useClock } from './use-clock.js';

/** The exercise's clock, going on by itself from when it was read. */
export function Clock({ clock, readAt }: { clock: Exercise['clock']; readAt: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const ms = useClock(clock, readAt);
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
