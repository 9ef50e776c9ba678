import { useTranslation } from 'react-i18next';
import type { Exercise } from '../api/queries.js';

const looks = { draft: 'warn', running: 'good', finished: 'plain' } as const;

/** The state of an exercise, in words. */
export function StateBadge({ state }: { state: Exercise['state'] }) {
  const { t } = useTranslation();
  return <span className={`badge badge-${looks[state]}`}>{t(`states.${state}`)}</span>;
}
