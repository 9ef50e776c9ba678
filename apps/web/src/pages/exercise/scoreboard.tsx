import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Exercise } from '../../api/queries.js';
import { Board } from './board.js';

/** The board of an exercise, and the ways to take it along: for a hall, and for other programs. */
export function Scoreboard({ exercise, team }: { exercise: Exercise; team: string | undefined }) {
  const { t } = useTranslation();
  return (
    <>
      <Board exercise={exercise} own={team === undefined ? [] : [team]} />
      <div className="actions board-ways">
        <Link
          to="/exercises/$exercise/hall"
          params={{ exercise: exercise.id }}
          className="button button-quiet"
        >
          {t('hall.open')}
        </Link>
        <a
          className="button button-quiet"
          href={`/api/v1/exercises/${exercise.id}/scoreboard?format=ctftime`}
          download={`scoreboard-${exercise.id}.json`}
        >
          {t('board.ctftime')}
        </a>
      </div>
    </>
  );
}
