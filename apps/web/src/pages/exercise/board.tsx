import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { scoreboardQuery, type Exercise, type Standing } from '../../api/queries.js';
import { Choice } from '../../components/choice.js';
import { Fetched } from '../../components/fetched.js';
import { Notice } from '../../components/notice.js';
import { useFormat } from '../../i18n/format.js';
import { BoardTable } from './board-table.js';

interface Props {
  exercise: Exercise;
  /** Teams that stand out as one's own. */
  own: readonly string[];
  /** How many tasks there are, to be said beside those solved. */
  tasks?: number | undefined;
  /** How many of the first rows have a line in what is shown beside the table. */
  marked?: number;
  /** What is shown beside the table, of the rows that are in it. */
  children?: (rows: readonly Standing[]) => ReactNode;
}

/** The live board: whole or of one bracket; it says when it is frozen, and for whom. */
export function Board({ exercise, own, tasks, marked, children }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [bracket, choose] = useState('');
  const board = useQuery(scoreboardQuery(exercise.id, exercise.state === 'running', bracket));
  return (
    <Fetched query={board}>
      {({ items, brackets, frozenAt }) => (
        <div className="board">
          {brackets.length > 0 && (
            <Choice
              label={t('board.bracket')}
              options={[
                { value: '', name: t('board.all') },
                ...brackets.map((name) => ({ value: name, name })),
              ]}
              value={bracket}
              choose={choose}
            />
          )}
          {frozenAt !== undefined && (
            <Notice kind="info">
              {t(exercise.you.staff ? 'board.frozen-staff' : 'board.frozen', {
                seq: format.number(frozenAt),
              })}
            </Notice>
          )}
          {children?.(items)}
          <BoardTable rows={items} own={own} tasks={tasks} marked={marked} />
        </div>
      )}
    </Fetched>
  );
}
