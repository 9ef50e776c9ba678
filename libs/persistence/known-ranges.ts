import type { DataSource } from 'typeorm';

/**
 * The ids of ranges that may be on a host: those of exercises that are placed there and neither gone nor failed, and warm ones.
 * One statement, so that a range which is claimed just now is seen on one side or the other.
 * @param host undefined: on any host
 */
export async function knownRanges(db: DataSource, host: string | undefined): Promise<Set<string>> {
  const there = host === undefined ? '$1::text IS NULL AND host IS NOT NULL' : 'host = $1';
  const rows = await db.query<{ id: string }[]>(
    `SELECT id FROM ranges WHERE ${there} AND status NOT IN ('gone', 'failed')
     UNION SELECT id FROM warm_ranges WHERE ${there} AND status NOT IN ('gone', 'failed', 'claimed')`,
    [host ?? null],
  );
  return new Set(rows.map(({ id }) => id));
}
