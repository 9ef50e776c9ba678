import type { DataSource } from 'typeorm';

/**
 * Runs `work` while no other process works on the same range. The lock is the database session's own, so that it is
 * free again the moment its holder dies. Waits for whoever has it.
 */
export async function withRangeLock<T>(db: DataSource, range: string, work: () => Promise<T>): Promise<T> {
  const session = db.createQueryRunner();
  const key = `hashtextextended($1, 0)`;
  try {
    await session.query(`SELECT pg_advisory_lock(${key})`, [`range/${range}`]);
    try {
      return await work();
    } finally {
      await session.query(`SELECT pg_advisory_unlock(${key})`, [`range/${range}`]);
    }
  } finally {
    await session.release();
  }
}
