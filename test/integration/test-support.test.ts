import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyDatabase, freshDatabase } from '../support/database.js';
import { freshRedis } from '../support/redis.js';
import { until } from '../support/until.js';
import type { FreshDatabase } from '../support/database.js';

async function countTables(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query(`SELECT count(*)::int AS n FROM pg_tables WHERE schemaname = 'public'`);
    return (found.rows[0] as { n: number }).n;
  } finally {
    await client.end();
  }
}

describe('databases of tests', () => {
  const made: FreshDatabase[] = [];
  beforeAll(async () => {
    made.push(...(await Promise.all([freshDatabase(), freshDatabase(), emptyDatabase()])));
  });
  afterAll(() => Promise.all(made.map((database) => database.drop())));

  it('are migrated copies, apart from each other, made at the same time', async () => {
    const [one, other, empty] = made.map(({ url }) => url) as [string, string, string];
    expect(await countTables(one)).toBeGreaterThan(5);
    const client = new pg.Client({ connectionString: one });
    await client.connect();
    await client.query('CREATE TABLE mine (n int)');
    await client.end();
    expect(await countTables(one)).toBe((await countTables(other)) + 1);
    expect(await countTables(empty)).toBe(0);
  });

  it('are gone when dropped, even with a client still there', async () => {
    const database = await freshDatabase();
    const client = new pg.Client({ connectionString: database.url });
    client.on('error', () => undefined);
    await client.connect();
    await database.drop();
    await expect(countTables(database.url)).rejects.toThrow(/does not exist/);
  });
});

describe('Redis of tests', () => {
  it('is apart for each who asks', async () => {
    const [one, other] = await Promise.all([freshRedis(), freshRedis()]);
    const [left, right] = [new Redis(one.url), new Redis(other.url)];
    await left.set('key', 'mine');
    expect(await right.get('key')).toBeNull();
    await one.drop();
    expect(await left.get('key')).toBeNull();
    left.disconnect();
    right.disconnect();
  });
});

describe('waiting in vain', () => {
  it('says how things stand at the end, and why the last look failed', async () => {
    let looks = 0;
    const look = () => {
      looks += 1;
      throw new Error(`look ${looks}`);
    };
    const failure = await until(() => `it is there after ${looks} looks`, look, 120).catch(String);
    expect(looks).toBeGreaterThan(1);
    expect(failure).toBe(
      `Error: not within 0.12 s: it is there after ${looks} looks; the last look: look ${looks}`,
    );
  });

  it('ends as soon as there is something', async () => {
    let looks = 0;
    expect(await until('the third look', () => ++looks === 3 && 'there')).toBe('there');
    expect(looks).toBe(3);
  });
});
