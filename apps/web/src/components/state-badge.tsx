import { useTranslation } from 'react-i18next';
import type { Exercise } from '../api/queries.js';

const looks: Record<string, string> = {
  draft: 'warn',
  scheduled: 'warn',
  running: 'good',
  paused: 'warn',
  finished: 'plain',
  archived: 'plain',
};

/** The state of an exercise, in words. */
export function StateBadge({ state }: { state: Exercise['state'] }) {
  const { t } = useTranslation();
  return <span className={`badge badge-${looks[state] ?? 'plain'}`}>{t(`states.${state}`)}</span>;
}
