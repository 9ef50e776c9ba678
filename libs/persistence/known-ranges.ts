import type { DataSource } from 'typeorm';

/**
 * The ids of ranges that may be on a host: those of exercises that are placed there and neither gone nor failed, and warm ones.
 * One statement, so that a range which is claimed just now is seen on one side or the other.
 */
export async function knownRanges(db: DataSource, host: string): Promise<Set<string>> {
  const rows = await db.query<{ id: string }[]>(
    `SELECT id FROM ranges WHERE host = $1 AND status NOT IN ('gone', 'failed')
     UNION SELECT id FROM warm_ranges WHERE host = $1 AND status NOT IN ('gone', 'failed', 'claimed')`,
    [host],
  );
  return new Set(rows.map(({ id }) => id));
}
