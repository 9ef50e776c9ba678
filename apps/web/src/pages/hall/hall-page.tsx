import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { exerciseQuery, playedScenarioQuery, type Exercise } from '../../api/queries.js';
import { Fetched } from '../../components/fetched.js';
import { Page, PageHeading } from '../../components/page.js';
import { StateBadge } from '../../components/state-badge.js';
import { useText } from '../../i18n/text.js';
import { Board } from '../exercise/board.js';
import { Clock } from '../exercise/clock.js';
import { Deadline } from '../exercise/deadline.js';
import { useLive } from '../exercise/use-live.js';
import { FullScreen } from './full-screen.js';
import { chartedTeams, ScoreChart } from './score-chart.js';

/** The board of an exercise for everyone in a hall: it fills the screen and follows by itself. */
export function HallPage() {
  const { t } = useTranslation();
  const { exercise: id } = useParams({ from: '/signed-in/exercises/$exercise/hall' });
  const exercise = useQuery(exerciseQuery(id));
  if (!exercise.data) {
    return (
      <Page title={t('hall.title')}>
        <Fetched query={exercise}>{() => null}</Fetched>
      </Page>
    );
  }
  return <Hall key={id} exercise={exercise.data} readAt={exercise.dataUpdatedAt} />;
}

function Hall({ exercise, readAt }: { exercise: Exercise; readAt: number }) {
  const { t } = useTranslation();
  const text = useText();
  const { connection } = useLive(exercise.id, exercise.seq);
  const scenario = useQuery(playedScenarioQuery(exercise.id));
  return (
    <div className="hall">
      <header className="hall-head">
        <div className="hall-title">
          <PageHeading>{text(exercise.scenario.title)}</PageHeading>
          <StateBadge state={exercise.state} />
        </div>
        <Clock clock={exercise.clock} readAt={readAt} />
        <Deadline exercise={exercise} team={undefined} readAt={readAt} />
        <div className="actions hall-actions">
          <FullScreen />
          <Link to="/exercises/$exercise" params={{ exercise: exercise.id }} className="button button-quiet">
            {t('hall.back')}
          </Link>
        </div>
      </header>
      <p className="hall-news" role="status">
        {connection.is === 'reconnecting' && t('exercise.reconnecting')}
        {connection.is === 'refused' && t('exercise.stream-refused', { reason: connection.reason })}
      </p>
      <div className="hall-body">
        <Board
          exercise={exercise}
          own={exercise.you.teams}
          tasks={scenario.data?.tasks.length}
          marked={exercise.you.staff ? chartedTeams : 0}
        >
          {(rows) => exercise.you.staff && rows.length > 0 && <ScoreChart exercise={exercise} rows={rows} />}
        </Board>
      </div>
    </div>
  );
}
