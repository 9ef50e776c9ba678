import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What logs came to at some of their seqs. The table is unlogged: what is in it can be made again, so that it need not
 * survive a crash, and costs the logs next to nothing.
 */
export class Snapshots1764001300000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE UNLOGGED TABLE snapshots (
        exercise text NOT NULL, kind text NOT NULL, seq integer NOT NULL, made_by text NOT NULL, body bytea NOT NULL,
        PRIMARY KEY (exercise, kind, seq)
      );
      ALTER TABLE snapshots ALTER COLUMN body SET STORAGE EXTERNAL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE snapshots');
  }
}
