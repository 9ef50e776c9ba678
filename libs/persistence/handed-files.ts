import type { ExerciseEvent } from '#exercise';
import type { DataSource, EntityManager } from 'typeorm';

/** Where a file was handed in. */
export interface HandedPlace {
  exercise: string;
  team: string;
  task: string;
}

/** Notes the files of a hand-in. One that was erased is there again when it is handed in again. */
export async function indexHandIn(
  db: EntityManager,
  { exercise, team, payload }: Extract<ExerciseEvent, { type: 'file.handed-in' }>,
): Promise<void> {
  if (payload.files.length === 0) return;
  await db.query(
    `INSERT INTO handed_files (exercise, team, task, sha256)
     SELECT DISTINCT $1, $2, $3, sha256 FROM unnest($4::text[]) AS sha256
     ON CONFLICT (exercise, team, task, sha256) DO UPDATE SET erased_at = NULL`,
    [exercise, team, payload.task, payload.files.map(({ sha256 }) => sha256)],
  );
}

/** The contents that logs speak of; what they are themselves is on the orchestrator's disk. */
export class HandedFiles {
  constructor(private readonly db: DataSource) {}

  /** When which contents of a place were erased, in wall milliseconds by hash; those that were not are left out. */
  async erased({ exercise, team, task }: HandedPlace): Promise<Map<string, number>> {
    const rows = await this.db.query<{ sha256: string; erased_at: Date }[]>(
      `SELECT sha256, erased_at FROM handed_files
       WHERE exercise = $1 AND team = $2 AND task = $3 AND erased_at IS NOT NULL`,
      [exercise, team, task],
    );
    return new Map(rows.map(({ sha256, erased_at: at }) => [sha256, at.getTime()]));
  }

  /** Gives a content up in a place. @returns false when it was not there */
  async erase({ exercise, team, task }: HandedPlace, sha256: string): Promise<boolean> {
    const [, changed] = await this.db.query<[unknown[], number]>(
      `UPDATE handed_files SET erased_at = now()
       WHERE exercise = $1 AND team = $2 AND task = $3 AND sha256 = $4 AND erased_at IS NULL`,
      [exercise, team, task, sha256],
    );
    return changed > 0;
  }

  /** Those of these contents that some place still needs. */
  async needed(hashes: readonly string[]): Promise<Set<string>> {
    const rows = await this.db.query<{ sha256: string }[]>(
      'SELECT DISTINCT sha256 FROM handed_files WHERE sha256 = ANY($1) AND erased_at IS NULL',
      [hashes],
    );
    return new Set(rows.map(({ sha256 }) => sha256));
  }
}
