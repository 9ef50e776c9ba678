import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { scoreboardQuery, type Exercise } from '../../api/queries.js';
import { Fetched } from '../../components/fetched.js';
import { BoardTable } from './board-table.js';

/** The board of an exercise; one's own team stands out. */
export function Scoreboard({ exercise, team }: { exercise: Exercise; team: string | undefined }) {
  const { t } = useTranslation();
  const board = useQuery(scoreboardQuery(exercise.id, exercise.state === 'running'));
  return (
    <div className="board">
      <Fetched query={board}>{({ items }) => <BoardTable rows={items} own={team ? [team] : []} />}</Fetched>
      <div className="actions">
        <Link
          to="/exercises/$exercise/hall"
          params={{ exercise: exercise.id }}
          className="button button-quiet"
        >
          {t('hall.open')}
        </Link>
      </div>
    </div>
  );
}
