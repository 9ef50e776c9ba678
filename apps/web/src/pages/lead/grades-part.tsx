import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { gradesQuery, type Exercise, type Scenario } from '../../api/queries.js';
import { Fetched } from '../../components/fetched.js';
import { useFormat } from '../../i18n/format.js';
import { useText } from '../../i18n/text.js';

/** What every learner has earned, task by task, and the same as a file for spreadsheets. */
export function GradesPart({ exercise, scenario }: { exercise: Exercise; scenario: Scenario }) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = useText();
  const grades = useQuery(gradesQuery(exercise.id));
  return (
    <section className="card" aria-labelledby="lead-grades">
      <div className="panel-head">
        <h2 id="lead-grades">{t('grades.title')}</h2>
        <a
          className="button button-plain"
          href={`/api/v1/exercises/${exercise.id}/grades?format=csv`}
          download={`grades-${exercise.id}.csv`}
        >
          {t('grades.csv')}
        </a>
      </div>
      <Fetched query={grades}>
        {({ items }) => (
          <div className="table-scroll" tabIndex={0} role="group" aria-label={t('grades.title')}>
            <table className="table">
              <caption className="visually-hidden">{t('grades.title')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('grades.name')}</th>
                  <th scope="col">{t('sign-in.username')}</th>
                  {scenario.tasks.map(({ id, title }) => (
                    <th key={id} scope="col" className="number">
                      {text(title)}
                    </th>
                  ))}
                  <th scope="col" className="number">
                    {t('grades.other')}
                  </th>
                  <th scope="col" className="number">
                    {t('grades.total')}
                  </th>
                  <th scope="col">{t('grades.last')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((row) => (
                  <tr key={row.username}>
                    <th scope="row">{row.name}</th>
                    <td>{row.username}</td>
                    {scenario.tasks.map(({ id }) => (
                      <td key={id} className="number">
                        {format.number(row.tasks[id] ?? 0)}
                      </td>
                    ))}
                    <td className="number">{format.number(row.other)}</td>
                    <td className="number board-score">
                      {format.number(row.total)}
                      {row.late && <span className="badge badge-warn grade-late">{t('grades.late')}</span>}
                    </td>
                    <td className="small">
                      {row.lastActivity === undefined
                        ? t('roster.awaited')
                        : format.time(Date.parse(row.lastActivity))}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Fetched>
    </section>
  );
}
