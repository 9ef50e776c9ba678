import { useTranslation } from 'react-i18next';
import type { ScenarioSummary } from '../api/queries.js';
import { useFormat } from '../i18n/format.js';

/** What one wants to know of a scenario at a glance. */
export function Facts({
  scenario,
}: {
  scenario: Pick<ScenarioSummary, 'difficulty' | 'duration' | 'tasks'>;
}) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { difficulty, duration, tasks } = scenario;
  const level = `difficulty.${difficulty}`;
  const points = tasks.reduce((sum, task) => sum + task.points, 0);
  return (
    <ul className="facts">
      <li>{i18n.exists(level) ? t(level as 'difficulty.easy') : difficulty}</li>
      <li>{format.duration(duration)}</li>
      <li>{t('facts.tasks', { count: tasks.length })}</li>
      <li>{t('facts.points', { count: points, shown: format.number(points) })}</li>
    </ul>
  );
}
