import { useTranslation } from 'react-i18next';
import type { Exercise, Team } from '../../api/queries.js';
import { sayClock, useFormat } from '../../i18n/format.js';
import { standOf } from './deadline-stand.js';
import { useClock } from './use-clock.js';

interface Props {
  exercise: Exercise;
  /** Whose deadline it is; without one, the exercise's own. */
  team: Team | undefined;
  /** When the exercise was read, in milliseconds since 1970 by this machine's clock. */
  readAt: number;
}

/** How long work still counts in full, then for how much less, then that nothing is taken any more. */
export function Deadline({ exercise: { schedule, clock }, team, readAt }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const stand = standOf(schedule ?? {}, team?.extension ?? 0, useClock(clock, readAt));
  if (!stand) return null;
  const percent = format.number(stand.percent ?? 0);
  return (
    <span className={stand.is === 'in-time' ? 'standing' : 'standing standing-late'}>
      <span className="standing-label">{t(`deadline.${stand.is}`, { percent })}</span>
      <span className="standing-value">{stand.left === undefined ? '–' : sayClock(stand.left)}</span>
    </span>
  );
}
