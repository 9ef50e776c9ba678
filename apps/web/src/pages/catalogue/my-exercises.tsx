import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ExerciseSummary } from '../../api/queries.js';
import { StateBadge } from '../../components/state-badge.js';
import { useFormat } from '../../i18n/format.js';
import { useText } from '../../i18n/text.js';

const mostFinished = 5;

/** The exercises one plays in or leads: those going on first, then the last that ended. */
export function MyExercises({ exercises }: { exercises: ExerciseSummary[] }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const open = exercises.filter(({ state }) => state !== 'finished');
  const finished = exercises.filter(({ state }) => state === 'finished').slice(0, mostFinished);
  if (exercises.length === 0) return <p className="soft">{t('catalogue.none-yet')}</p>;
  return (
    <ul className="rows">
      {[...open, ...finished].map(({ id, state, mode, scenario, createdAt }) => (
        <li key={id}>
          <Link to="/exercises/$exercise" params={{ exercise: id }} className="row-link">
            <span className="row-title">{text(scenario.title)}</span>
            <span className="soft small">
              {mode === 'class' && `${t('catalogue.class')} · `}
              {format.time(createdAt)}
            </span>
            <StateBadge state={state} />
            <span className="row-action">
              {t(state === 'finished' ? 'catalogue.look' : 'catalogue.continue')}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
