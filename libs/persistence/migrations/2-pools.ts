import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Pools of warm ranges: a row that serialises each, its log, and the index from which ranges are claimed. */
export class Pools1764000200000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE pools (
        id text PRIMARY KEY, head integer NOT NULL, scenario_digest text NOT NULL, phase text NOT NULL,
        created_at timestamptz NOT NULL
      );
      CREATE INDEX pools_scenario ON pools (scenario_digest);
      CREATE TABLE pool_events (
        pool text NOT NULL, seq integer NOT NULL, at bigint NOT NULL, type text NOT NULL, actor text NOT NULL,
        range text, payload jsonb NOT NULL, PRIMARY KEY (pool, seq)
      );
      CREATE TABLE warm_ranges (
        id text PRIMARY KEY, pool text NOT NULL, host text, status text NOT NULL, nodes jsonb, images jsonb,
        claimed_by text, changed_at timestamptz NOT NULL
      );
      CREATE INDEX warm_ranges_pool ON warm_ranges (pool, status);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE pools, pool_events, warm_ranges');
  }
}
