import type { ExerciseEvent } from '#exercise';
import type { EntityManager } from 'typeorm';

/** Notes who is on an exercise's roster by now, in the place of who was before. */
export async function indexRoster(
  db: EntityManager,
  { exercise, payload }: Extract<ExerciseEvent, { type: 'roster.changed' }>,
): Promise<void> {
  await db.query('DELETE FROM rosters WHERE exercise = $1 AND account <> ALL($2)', [
    exercise,
    payload.accounts,
  ]);
  await db.query(
    `INSERT INTO rosters (exercise, account) SELECT $1, account FROM unnest($2::text[]) AS account
     ON CONFLICT DO NOTHING`,
    [exercise, payload.accounts],
  );
}
