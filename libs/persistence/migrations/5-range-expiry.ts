import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When each range's time is over, so that those to be taken down are found without reading any log. */
export class RangeExpiry1764000500000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE ranges ADD COLUMN expires_at timestamptz;
      CREATE INDEX ranges_expiry ON ranges (expires_at);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE ranges DROP COLUMN expires_at');
  }
}
