import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People, exercises with their logs, and the installation. */
export class Foundation1764000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE accounts (
        id text PRIMARY KEY, username text NOT NULL UNIQUE, display_name text NOT NULL, role text NOT NULL,
        password_hash text, disabled boolean NOT NULL DEFAULT false, created_at timestamptz NOT NULL
      );
      CREATE TABLE credentials (
        hash text PRIMARY KEY, kind text NOT NULL, account text, about jsonb NOT NULL,
        uses_left integer, created_at timestamptz NOT NULL, expires_at timestamptz
      );
      CREATE TABLE exercises (
        id text PRIMARY KEY, head integer NOT NULL, key bytea NOT NULL, owner text NOT NULL, mode text NOT NULL,
        phase text NOT NULL, scenario_digest text NOT NULL, created_at timestamptz NOT NULL
      );
      CREATE TABLE events (
        exercise text NOT NULL, seq integer NOT NULL, at bigint NOT NULL, clock bigint NOT NULL, type text NOT NULL,
        v smallint NOT NULL, actor text NOT NULL, team text, range text, payload jsonb NOT NULL,
        PRIMARY KEY (exercise, seq)
      );
      CREATE TABLE members (
        exercise text NOT NULL, account text NOT NULL, team text NOT NULL, PRIMARY KEY (exercise, account)
      );
      CREATE INDEX members_account ON members (account);
      CREATE TABLE ranges (
        id text PRIMARY KEY, exercise text NOT NULL, team text NOT NULL, host text, status text NOT NULL,
        changed_at timestamptz NOT NULL
      );
      CREATE INDEX ranges_unsettled ON ranges (status);
      CREATE TABLE scenario_packs (
        digest text PRIMARY KEY, scenario text NOT NULL, version text NOT NULL, files jsonb NOT NULL,
        listed boolean NOT NULL, added_at timestamptz NOT NULL
      );
      CREATE TABLE hosts (name text PRIMARY KEY, seen_at timestamptz NOT NULL, status jsonb NOT NULL);
      CREATE TABLE settings (name text PRIMARY KEY, value jsonb NOT NULL);
      CREATE TABLE idempotency (
        account text NOT NULL, route text NOT NULL, key text NOT NULL, body_hash text NOT NULL, status integer,
        body jsonb, created_at timestamptz NOT NULL, PRIMARY KEY (account, route, key)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE accounts, credentials, exercises, events, members, ranges, scenario_packs, hosts,
      settings, idempotency`);
  }
}
