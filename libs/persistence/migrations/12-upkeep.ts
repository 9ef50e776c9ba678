import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds a team's ticks, and what could not be told of anyone, among the millions of events that a log may have. */
export class Upkeep1764001200000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX events_upkeep ON events (exercise, team, seq)
        WHERE type IN ('tick.scored', 'service.up', 'service.degraded', 'service.down');
      CREATE INDEX events_unclear ON events (exercise, seq)
        WHERE type = 'check.unknown' OR (type = 'tick.scored' AND payload ? 'unclear');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX events_upkeep, events_unclear');
  }
}
