import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where each pack came from: who added it, who signed it, when it was last of use, and who took it out of the catalogue. */
export class PackOrigin1764000600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE scenario_packs ADD COLUMN bytes integer, ADD COLUMN added_by text, ADD COLUMN signer text,
        ADD COLUMN signature jsonb, ADD COLUMN used_at timestamptz, ADD COLUMN removed_at timestamptz,
        ADD COLUMN removed_by text;
      UPDATE scenario_packs SET bytes = octet_length(files::text), used_at = now();
      ALTER TABLE scenario_packs ALTER COLUMN bytes SET NOT NULL, ALTER COLUMN used_at SET NOT NULL;
      CREATE INDEX scenario_packs_scenario ON scenario_packs (scenario);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX scenario_packs_scenario;
      ALTER TABLE scenario_packs DROP COLUMN bytes, DROP COLUMN added_by, DROP COLUMN signer,
        DROP COLUMN signature, DROP COLUMN used_at, DROP COLUMN removed_at, DROP COLUMN removed_by;
    `);
  }
}
