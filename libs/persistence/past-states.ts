import { evolveAll, initialState, type ExerciseState } from '#exercise';
import type { DataSource } from 'typeorm';
import { foldPrint } from './fold-print.js';
import type { KeptFold } from './kept-folds.js';

/** The fold of a log to the exercise's state. */
export function stateFold(exercise: string): KeptFold<ExerciseState> {
  return {
    of: { exercise, kind: 'state', madeBy: foldPrint() },
    since: 0,
    begin: () => initialState(exercise),
    read: (text) => JSON.parse(text) as ExerciseState,
    write: (state) => JSON.stringify(state),
    add: evolveAll,
  };
}

/**
 * Seq of the last event at or before an exercise time, in milliseconds; 0 when there is none. The times of a log never
 * fall, so that it is found by halving.
 */
export async function seqAtClock(db: DataSource, exercise: string, clock: number): Promise<number> {
  const [row] = await db.query<{ seq: number }[]>(
    `WITH RECURSIVE search (low, high) AS (
       SELECT 0, head FROM exercises WHERE id = $1
       UNION ALL
       SELECT CASE WHEN e.clock <= $2 THEN e.seq ELSE low END, CASE WHEN e.clock <= $2 THEN high ELSE e.seq - 1 END
       FROM search JOIN events e ON e.exercise = $1 AND e.seq = (low + high + 1) / 2
       WHERE low < high
     )
     SELECT low AS seq FROM search WHERE low = high`,
    [exercise, clock],
  );
  return row?.seq ?? 0;
}
