import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Exercise, Scenario, Team } from '../../api/queries.js';
import { Notice } from '../../components/notice.js';
import { useFormat } from '../../i18n/format.js';

/** What came of a finished exercise, and where to go from here. */
export function Summary({
  exercise,
  scenario,
  team,
}: {
  exercise: Exercise;
  scenario: Scenario;
  team: Team | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const most = scenario.tasks.reduce((sum, task) => sum + task.points, 0);
  const solved = team?.tasks?.filter((task) => task.solved).length;
  return (
    <Notice kind="good">
      <p>
        {t('finish.done')}{' '}
        {team &&
          t('finish.result', {
            score: format.number(team.score),
            most: format.number(most),
            solved: solved ?? 0,
            tasks: scenario.tasks.length,
          })}
      </p>
      <div className="actions">
        <Link to="/" className="button button-plain">
          {t('common.to-start')}
        </Link>
        {exercise.mode === 'solo' && (
          <Link to="/scenarios/$scenario" params={{ scenario: scenario.id }} className="button button-plain">
            {t('finish.again')}
          </Link>
        )}
      </div>
    </Notice>
  );
}
