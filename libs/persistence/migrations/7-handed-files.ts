import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which files the logs speak of, so that what nobody needs can be removed from the disk. */
export class HandedFiles1764000700000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE handed_files (
        exercise text NOT NULL, team text NOT NULL, task text NOT NULL, sha256 text NOT NULL, erased_at timestamptz,
        PRIMARY KEY (exercise, team, task, sha256)
      );
      CREATE INDEX handed_files_sha256 ON handed_files (sha256);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE handed_files');
  }
}
