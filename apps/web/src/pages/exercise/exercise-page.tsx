import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { hasSlug } from '../../api/problem.js';
import { exerciseQuery, playedScenarioQuery, type Exercise } from '../../api/queries.js';
import { Fetched } from '../../components/fetched.js';
import { Page } from '../../components/page.js';
import { JoinClass } from './join-class.js';
import { useLive } from './use-live.js';
import { Workspace } from './workspace.js';

/** One exercise: for those who play in it and those who lead it; for others the way into a class. */
export function ExercisePage() {
  const { t } = useTranslation();
  const { exercise: id } = useParams({ from: '/signed-in/exercises/$exercise' });
  const exercise = useQuery(exerciseQuery(id));
  if (hasSlug(exercise.error, 'not-yours')) return <JoinClass id={id} />;
  if (!exercise.data) {
    return (
      <Page title={t('exercise.title')}>
        <Fetched query={exercise}>{() => null}</Fetched>
      </Page>
    );
  }
  return <Live key={id} exercise={exercise.data} readAt={exercise.dataUpdatedAt} />;
}

function Live({ exercise, readAt }: { exercise: Exercise; readAt: number }) {
  const { t } = useTranslation();
  const { connection, progress } = useLive(exercise.id, exercise.seq);
  const scenario = useQuery(playedScenarioQuery(exercise.id));
  if (!scenario.data) {
    return (
      <Page title={t('exercise.title')}>
        <Fetched query={scenario}>{() => null}</Fetched>
      </Page>
    );
  }
  return (
    <Workspace
      exercise={exercise}
      readAt={readAt}
      scenario={scenario.data}
      connection={connection}
      progress={progress}
    />
  );
}
