import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When each exercise opens and closes by itself, so that those due are found without reading any log. */
export class Schedule1764000800000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE exercises ADD COLUMN opens_at timestamptz, ADD COLUMN closes_at timestamptz');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE exercises DROP COLUMN opens_at, DROP COLUMN closes_at');
  }
}
