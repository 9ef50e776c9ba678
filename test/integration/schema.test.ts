import { migrate, openDatabase, readSettings } from '#persistence';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyDatabase, type FreshDatabase } from '../support/database.js';

let database: FreshDatabase;
let db: DataSource;

beforeAll(async () => {
  database = await emptyDatabase();
  await Promise.all(Array.from({ length: 4 }, () => migrate(database.url)));
  db = await openDatabase(database.url, 10);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const migrationsRun = async () =>
  (await db.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id')).map(({ name }) => name);

describe('the schema', () => {
  it('was migrated once by four who came at the same time', async () => {
    expect(await migrationsRun()).toEqual(db.migrations.map((migration) => migration.constructor.name));
    expect(await db.showMigrations()).toBe(false);
  });

  it('stays as it is when it is migrated again', async () => {
    const before = await migrationsRun();
    await migrate(database.url);
    expect(await migrationsRun()).toEqual(before);
  });

  it('is what the entities say: TypeORM would change nothing', async () => {
    const { upQueries } = await db.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('would be changed if an entity said something else', async () => {
    await db.query('ALTER TABLE accounts ADD COLUMN shoe_size integer');
    const { upQueries } = await db.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([expect.stringContaining('shoe_size')]);
    await db.query('ALTER TABLE accounts DROP COLUMN shoe_size');
  });

  it('can be taken back and made again', async () => {
    const own = await emptyDatabase();
    await migrate(own.url);
    const source = await openDatabase(own.url, 2);
    try {
      for (let left = source.migrations.length; left > 0; left--) await source.undoLastMigration();
      const tables = `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`;
      expect(await source.query(tables)).toEqual([{ tablename: 'migrations' }]);
      await migrate(own.url);
      expect(await source.showMigrations()).toBe(false);
    } finally {
      await source.destroy();
      await own.drop();
    }
  });
});

describe('the settings', () => {
  it('are made once, whoever asks first', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => readSettings(db)));
    expect(all[0]).toEqual({
      installation: expect.stringMatching(/^[0-9a-f]{8}$/),
      secret: expect.stringMatching(/^[\w-]{43}$/),
      selfRegistration: false,
    });
    for (const settings of all) expect(settings).toEqual(all[0]);
  });
});
