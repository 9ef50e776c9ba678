import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { knownRanges, openDatabase } from '#persistence';
import { freshDatabase } from '../support/database.js';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let db: Awaited<ReturnType<typeof openDatabase>>;
beforeAll(async () => {
  database = await freshDatabase();
  db = await openDatabase(database.url, 2);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const range = (id: string, host: string | null, status: string) =>
  db.query(
    `INSERT INTO ranges (id, exercise, team, host, status, changed_at) VALUES ($1, 'e', 't', $2, $3, now())`,
    [id, host, status],
  );
const warm = (id: string, host: string | null, status: string) =>
  db.query(`INSERT INTO warm_ranges (id, pool, host, status, changed_at) VALUES ($1, 'p', $2, $3, now())`, [
    id,
    host,
    status,
  ]);

describe('the ranges that may be on a host', () => {
  it("are those placed there, and its warm ones; not another host's, nor what is gone, failed or waits", async () => {
    for (const status of ['queued', 'preparing', 'starting', 'ready', 'degraded', 'suspended', 'stopping'])
      await range(`own-${status}`, 'here', status);
    await range('gone', 'here', 'gone');
    await range('failed', 'here', 'failed');
    await range('moved', 'there', 'ready');
    await range('waits', null, 'requested');
    for (const status of ['placed', 'preparing', 'ready', 'retiring'])
      await warm(`warm-${status}`, 'here', status);
    await warm('warm-gone', 'here', 'gone');
    await warm('warm-there', 'there', 'ready');
    expect([...(await knownRanges(db, 'here'))].sort()).toEqual([
      'own-degraded',
      'own-preparing',
      'own-queued',
      'own-ready',
      'own-starting',
      'own-stopping',
      'own-suspended',
      'warm-placed',
      'warm-preparing',
      'warm-ready',
      'warm-retiring',
    ]);
    expect(await knownRanges(db, 'nowhere')).toEqual(new Set());
    const anywhere = await knownRanges(db, undefined);
    expect(['own-ready', 'moved', 'warm-there'].filter((id) => anywhere.has(id))).toHaveLength(3);
    expect(['gone', 'failed', 'waits', 'warm-gone'].filter((id) => anywhere.has(id))).toEqual([]);
  });

  it('has a warm range on one side or the other while it is claimed', async () => {
    await warm('handover', 'here', 'ready');
    let done = false;
    const claims = (async () => {
      for (let round = 0; round < 40; round++) {
        await db.transaction(async (inside) => {
          await inside.query(`UPDATE warm_ranges SET status = 'claimed' WHERE id = 'handover'`);
          await inside.query(
            `INSERT INTO ranges (id, exercise, team, host, status, changed_at) VALUES ('handover', 'e', 't', 'here', 'queued', now())`,
          );
        });
        await db.transaction(async (inside) => {
          await inside.query(`DELETE FROM ranges WHERE id = 'handover'`);
          await inside.query(`UPDATE warm_ranges SET status = 'ready' WHERE id = 'handover'`);
        });
      }
    })().finally(() => (done = true));
    let looks = 0;
    while (!done) {
      expect((await knownRanges(db, 'here')).has('handover')).toBe(true);
      looks++;
    }
    await claims;
    expect(looks).toBeGreaterThan(10);
  });
});
