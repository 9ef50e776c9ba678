import { useTranslation } from 'react-i18next';
import type { Standing } from '../../api/queries.js';
import { useFormat } from '../../i18n/format.js';

interface Props {
  rows: readonly Standing[];
  /** Teams that stand out as one's own. */
  own: readonly string[];
  /** How many tasks there are, to be said beside those solved. */
  tasks?: number | undefined;
  /** How many of the first rows have a line in a drawing: each shows how its line looks. */
  marked?: number | undefined;
}

/** Teams by rank; equal ones have the same. */
export function BoardTable({ rows, own, tasks, marked = 0 }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (rows.length === 0) return <p className="soft">{t('board.empty')}</p>;
  return (
    <div className="table-scroll">
      <table className="table">
        <caption className="visually-hidden">{t('exercise.board')}</caption>
        <thead>
          <tr>
            <th scope="col" className="number">
              {t('board.rank')}
            </th>
            <th scope="col">{t('board.team')}</th>
            <th scope="col" className="number">
              {t('board.solved')}
            </th>
            <th scope="col" className="number">
              {t('exercise.score')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.team} className={own.includes(row.team) ? 'row-own' : undefined}>
              <td className="number">{format.number(row.rank)}</td>
              <th scope="row">
                {index < marked && (
                  <svg className="chart-key" viewBox="0 0 40 10" aria-hidden="true">
                    <path className={`chart-line chart-${index}`} d="M0 5H40" />
                  </svg>
                )}
                {row.name}
                {own.includes(row.team) && <span className="soft small"> {t('board.you')}</span>}
              </th>
              <td className="number">
                {format.number(row.solved)}
                {tasks !== undefined && <span className="soft"> / {format.number(tasks)}</span>}
              </td>
              <td className="number board-score">{format.number(row.score)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
