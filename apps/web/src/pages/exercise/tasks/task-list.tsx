import { useTranslation } from 'react-i18next';
import { Notice } from '../../../components/notice.js';
import type { Exercise, Scenario, Team } from '../../../api/queries.js';
import { isUp } from '../launch-steps.js';
import { Services } from '../services/services.js';
import { TaskCard } from './task-card.js';

interface Props {
  exercise: Exercise;
  scenario: Scenario;
  team: Team;
  /** Whether the person may answer for the team. */
  acts: boolean;
  /** When the exercise was read, in milliseconds since 1970 by this machine's clock. */
  readAt: number;
}

/** The tasks in the scenario's order. */
export function TaskList({ exercise, scenario, team, acts, readAt }: Props) {
  const { t } = useTranslation();
  const range = exercise.ranges.find(({ teams }) => teams.includes(team.id));
  const solved = team.tasks?.filter((task) => task.solved).length ?? 0;
  return (
    <>
      <p className="soft small">{t('tasks.solved-of', { solved, tasks: scenario.tasks.length })}</p>
      <Services exercise={exercise.id} team={team} />
      <ol className="tasks">
        {scenario.tasks.map((task) => (
          <TaskCard
            key={task.id}
            task={task}
            tasks={scenario.tasks}
            progress={team.tasks?.find(({ id }) => id === task.id)}
            place={{ id: exercise.id, team: team.id, task: task.id }}
            acts={acts && (exercise.state === 'running' || exercise.state === 'paused')}
            held={exercise.state === 'paused'}
            readAt={readAt}
            up={isUp(range?.state)}
          />
        ))}
      </ol>
      {acts && exercise.state === 'running' && solved === scenario.tasks.length && (
        <div className="all-solved">
          <Notice kind="good">{t(exercise.mode === 'solo' ? 'tasks.all-solo' : 'tasks.all')}</Notice>
        </div>
      )}
    </>
  );
}
