import { useTranslation } from 'react-i18next';
import type { RulesPreview, Scenario } from '../../../api/queries.js';
import { Notice } from '../../../components/notice.js';
import { useFormat } from '../../../i18n/format.js';
import { useText } from '../../../i18n/text.js';

/** What mended rules would make of every team: rank and score before and after, and the tasks that make the difference. */
export function Difference({ teams, scenario }: { teams: RulesPreview['teams']; scenario: Scenario }) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = useText();
  if (teams.length === 0) return <Notice kind="info">{t('rules.no-difference')}</Notice>;
  const titleOf = (id: string) => text(scenario.tasks.find((task) => task.id === id)?.title) || id;
  const fromTo = (before: number, after: number) =>
    before === after ? format.number(after) : `${format.number(before)} → ${format.number(after)}`;
  return (
    <div className="table-scroll" role="status">
      <table className="table">
        <caption className="table-caption">{t('rules.difference', { count: teams.length })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('board.team')}</th>
            <th scope="col" className="number">
              {t('board.rank')}
            </th>
            <th scope="col" className="number">
              {t('exercise.score')}
            </th>
            <th scope="col">{t('exercise.tasks')}</th>
          </tr>
        </thead>
        <tbody>
          {teams.map(({ team, name, before, after, tasks }) => (
            <tr key={team}>
              <th scope="row">{name}</th>
              <td className="number">{fromTo(before.rank, after.rank)}</td>
              <td className="number">{fromTo(before.score, after.score)}</td>
              <td>
                {tasks.map((task) => (
                  <span key={task.task} className="difference-task">
                    {titleOf(task.task)}: {fromTo(task.before, task.after)}
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
