import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { archiveQuery, type ExerciseSummary } from '../../api/queries.js';
import { mayTeach, useMe } from '../../app/session.js';
import { Button } from '../../components/button.js';
import { Fetched } from '../../components/fetched.js';
import { useProblemText } from '../../components/problem-text.js';
import { StateBadge } from '../../components/state-badge.js';
import { useFormat } from '../../i18n/format.js';
import { useText } from '../../i18n/text.js';
import { useJoin } from '../exercise/orders.js';

const mostFinished = 5;

/**
 * The exercises one plays in, leads or is awaited in: those going on first, then the last that ended; those that were
 * put away on demand.
 */
export function MyExercises({ exercises }: { exercises: ExerciseSummary[] }) {
  const { t } = useTranslation();
  const me = useMe();
  const [archive, setArchive] = useState(false);
  const awaiting = exercises.filter(({ invited }) => invited);
  const mine = exercises.filter(({ invited }) => !invited);
  const open = mine.filter(({ state }) => state !== 'finished');
  const finished = mine.filter(({ state }) => state === 'finished').slice(0, mostFinished);
  return (
    <>
      {exercises.length === 0 ? (
        <p className="soft">{t('catalogue.none-yet')}</p>
      ) : (
        <ul className="rows">
          {awaiting.map((exercise) => (
            <Awaiting key={exercise.id} exercise={exercise} />
          ))}
          {[...open, ...finished].map((exercise) => (
            <Row key={exercise.id} exercise={exercise} />
          ))}
        </ul>
      )}
      {mayTeach(me) && (
        <div className="actions archive-switch">
          <Button look="quiet" onPress={() => setArchive(!archive)} aria-expanded={archive}>
            {t(archive ? 'catalogue.archive-hide' : 'catalogue.archive')}
          </Button>
        </div>
      )}
      {archive && <Archived />}
    </>
  );
}

function Row({ exercise: { id, state, mode, scenario, createdAt, opensAt } }: { exercise: ExerciseSummary }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const isOver = state === 'finished' || state === 'archived';
  return (
    <li>
      <Link to="/exercises/$exercise" params={{ exercise: id }} className="row-link">
        <span className="row-title">{text(scenario.title)}</span>
        <span className="soft small">
          {mode === 'class' && `${t('catalogue.class')} · `}
          {opensAt === undefined
            ? format.time(createdAt)
            : t('catalogue.opens', { time: format.time(Date.parse(opensAt)) })}
        </span>
        <StateBadge state={state} />
        <span className="row-action">{t(isOver ? 'catalogue.look' : 'catalogue.continue')}</span>
      </Link>
    </li>
  );
}

/** A class whose roster one is on: joined in one step. */
function Awaiting({ exercise: { id, state, scenario, opensAt } }: { exercise: ExerciseSummary }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const say = useProblemText();
  const navigate = useNavigate();
  const join = useJoin();
  const enter = () =>
    join.mutate(id, {
      onSuccess: () => void navigate({ to: '/exercises/$exercise', params: { exercise: id } }),
    });
  return (
    <li className="row-awaiting">
      <span className="row-title">{text(scenario.title)}</span>
      <span className="soft small">
        {t('catalogue.class')}
        {opensAt !== undefined && ` · ${t('catalogue.opens', { time: format.time(Date.parse(opensAt)) })}`}
      </span>
      <StateBadge state={state} />
      <Button look="main" onPress={enter} isPending={join.isPending}>
        {t('join.action')}
      </Button>
      {join.error && (
        <span role="alert" className="bad-text small">
          {say(join.error)}
        </span>
      )}
    </li>
  );
}

function Archived() {
  const { t } = useTranslation();
  const archive = useQuery(archiveQuery);
  return (
    <Fetched query={archive}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="soft">{t('catalogue.archive-empty')}</p>
        ) : (
          <ul className="rows" aria-label={t('archive.title')}>
            {items.map((exercise) => (
              <Row key={exercise.id} exercise={exercise} />
            ))}
          </ul>
        )
      }
    </Fetched>
  );
}
