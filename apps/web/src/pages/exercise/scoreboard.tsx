import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { scoreboardQuery, type Exercise } from '../../api/queries.js';
import { Fetched } from '../../components/fetched.js';
import { useFormat } from '../../i18n/format.js';

/** The board of an exercise; one's own team stands out. */
export function Scoreboard({ exercise, team }: { exercise: Exercise; team: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const board = useQuery(scoreboardQuery(exercise.id, exercise.state === 'running'));
  return (
    <Fetched query={board}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="soft">{t('board.empty')}</p>
        ) : (
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
                {items.map((row) => (
                  <tr key={row.team} className={row.team === team ? 'row-own' : undefined}>
                    <td className="number">{format.number(row.rank)}</td>
                    <th scope="row">
                      {row.name}
                      {row.team === team && <span className="soft small"> {t('board.you')}</span>}
                    </th>
                    <td className="number">{format.number(row.solved)}</td>
                    <td className="number">{format.number(row.score)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )
      }
    </Fetched>
  );
}
