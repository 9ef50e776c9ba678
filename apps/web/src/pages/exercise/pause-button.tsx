import { useTranslation } from 'react-i18next';
import type { Exercise } from '../../api/queries.js';
import { Button } from '../../components/button.js';
import { ProblemNotice } from '../../components/problem-notice.js';
import { useSteer } from './orders.js';

/** For who steers: stops the clock and all that goes with it, or lets it go on. One button, which keeps its focus. */
export function PauseButton({ exercise }: { exercise: Exercise }) {
  const { t } = useTranslation();
  const pause = useSteer(exercise.id, 'pause');
  const resume = useSteer(exercise.id, 'resume');
  if (exercise.state !== 'running' && exercise.state !== 'paused') return null;
  const isPaused = exercise.state === 'paused';
  const order = isPaused ? resume : pause;
  return (
    <>
      <Button
        look={isPaused ? 'main' : 'plain'}
        onPress={() => order.mutate()}
        isPending={pause.isPending || resume.isPending}
      >
        {t(isPaused ? 'pause.resume' : 'pause.action')}
      </Button>
      <ProblemNotice error={order.error} />
    </>
  );
}
