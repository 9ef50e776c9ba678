import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When each range was placed, taken up and ready, so that the wait of those behind can be estimated. */
export class LaunchTimes1764000300000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE ranges ADD COLUMN placed_at timestamptz, ADD COLUMN begun_at timestamptz,
        ADD COLUMN ready_at timestamptz
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE ranges DROP COLUMN placed_at, DROP COLUMN begun_at, DROP COLUMN ready_at');
  }
}
