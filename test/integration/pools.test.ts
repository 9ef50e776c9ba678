import { ExerciseLog, PoolLog, WarmRangeRow } from '#persistence';
import type { WarmReport } from '#exercise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { twoProcesses, type LogProcess, type TwoProcesses } from '../support/log-processes.js';

let at: TwoProcesses;
let one: LogProcess;
let pools: PoolLog;
beforeAll(async () => {
  at = await twoProcesses();
  ({ one } = at);
  pools = new PoolLog(one.db);
  const ok = { ok: true, detail: 'answers' };
  await one.db.query(
    `INSERT INTO hosts (name, seen_at, status) VALUES ('near', now() + interval '1 hour', $1),
       ('silent', now() - interval '1 hour', $1), ('broken', now() + interval '1 hour', $2)`,
    [
      JSON.stringify({ docker: ok, isolation: ok }),
      JSON.stringify({ docker: { ok: false, detail: 'x' }, isolation: ok }),
    ],
  );
});
afterAll(() => at.close());

const rangeId = (prefix: string, n: number) => `${prefix}${String(n).padStart(8 - prefix.length, '0')}`;
const report = (pool: string, range: string, said: WarmReport) =>
  pools.execute(pool, { type: 'report', actor: 'worker:near', range, report: said });
const ready: WarmReport = { is: 'ready', nodes: [], images: { box: 'sha256:box' } };

/** A pool with so many ranges that stand ready. */
async function poolOf(
  id: string,
  size: number,
  { host = 'near', digest = at.creation.scenario.digest } = {},
): Promise<void> {
  const scenario = { ...at.creation.scenario, digest };
  await pools.create(id, { type: 'create', actor: 'owner', scenario, size });
  const ranges = Array.from({ length: size }, (_, n) => rangeId(id, n));
  await pools.execute(id, { type: 'fill', actor: 'system', ranges });
  for (const range of ranges) {
    await pools.execute(id, { type: 'place', actor: 'system', range, host });
    await report(id, range, ready);
  }
}

/** Empties every pool, so that the next test claims from its own. */
async function closeAll(): Promise<void> {
  for (const { id, ranges } of await pools.all()) {
    await pools.execute(id, { type: 'close', actor: 'owner' });
    for (const range of Object.keys(ranges)) await report(id, range, { is: 'gone' });
  }
}

const rowsOf = (pool: string) => one.db.getRepository(WarmRangeRow).findBy({ pool });
const rangeOf = async (exercise: string) => Object.values((await at.other.log.state(exercise)).ranges)[0]!;
const start = (exercise: string, log = one.log) =>
  log.execute(exercise, { type: 'start-range', actor: 'ann', team: 't1' });

/** A pool's log has no hole, ends where its row says, and its index says what its fold says. */
async function expectSound(pool: string): Promise<void> {
  const log = await pools.read(pool, 0, 10_000);
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
  expect(await one.db.query('SELECT head FROM pools WHERE id = $1', [pool])).toEqual([{ head: log.length }]);
  const state = (await new PoolLog(one.db).state(pool))!;
  const rows = await rowsOf(pool);
  const standing = rows.filter(({ status }) => !['claimed', 'failed', 'gone'].includes(status));
  expect(Object.fromEntries(standing.map(({ id, status }) => [id, status]))).toEqual(
    Object.fromEntries(Object.values(state.ranges).map(({ id, status }) => [id, status])),
  );
  expect(rows.filter(({ status }) => status === 'claimed')).toHaveLength(state.claimed);
}

describe('two hundred claims at once', () => {
  it('of fifty warm ranges give each one owner, and cold ranges to the others', async () => {
    await poolOf('a', 50);
    const ids = await Promise.all(Array.from({ length: 200 }, (_, n) => at.running(`racer${n}`)));
    const logs = Array.from(
      { length: 4 },
      (_, n) => new ExerciseLog(n % 2 ? one.db : at.other.db, n % 2 ? one.packs : at.other.packs),
    );
    await Promise.all(ids.map((id, n) => start(id, logs[n % logs.length])));

    const ranges = await Promise.all(ids.map(rangeOf));
    const warm = ranges.filter(({ id }) => id.startsWith('a0'));
    expect(warm).toHaveLength(50);
    expect(new Set(ranges.map(({ id }) => id)).size).toBe(200);
    expect(new Set(warm.map(({ status, host }) => `${status} ${host}`))).toEqual(new Set(['starting near']));
    const cold = ranges.filter((range) => !warm.includes(range));
    expect(new Set(cold.map(({ status, host }) => `${status} ${host}`))).toEqual(
      new Set(['requested undefined']),
    );

    const owners = Object.fromEntries((await rowsOf('a')).map(({ id, claimedBy }) => [id, claimedBy]));
    expect(owners).toEqual(
      Object.fromEntries(warm.map(({ id }) => [id, ids[ranges.findIndex((r) => r.id === id)]])),
    );
    const claims = (await pools.read('a', 0, 10_000)).filter(({ type }) => type === 'warm.claimed');
    expect(claims.map(({ range }) => range).sort()).toEqual(warm.map(({ id }) => id).sort());
    await expectSound('a');
    for (const id of ids.slice(0, 5)) await at.expectSound(id);
  });

  it('while the pool is resized and filled lose and double nothing', async () => {
    await poolOf('b', 30);
    const ids = await Promise.all(Array.from({ length: 60 }, (_, n) => at.running(`shaken${n}`)));
    const shake = async () => {
      for (const size of [20, 30, 10]) {
        await pools.execute('b', { type: 'resize', actor: 'owner', size });
        await pools.execute('b', { type: 'fill', actor: 'system', ranges: [rangeId('bx', size)] });
      }
    };
    await Promise.all([shake(), ...ids.map((id, n) => start(id, n % 2 ? one.log : at.other.log))]);
    await expectSound('b');
    const ranges = await Promise.all(ids.map(rangeOf));
    expect(new Set(ranges.map(({ id }) => id)).size).toBe(60);
    const claimed = (await rowsOf('b')).filter(({ status }) => status === 'claimed').map(({ id }) => id);
    expect(ranges.flatMap(({ id }) => (id.startsWith('b0') ? [id] : [])).sort()).toEqual(claimed.sort());
    await closeAll();
  });

  it('by one class that is started as a whole take what there is', async () => {
    await poolOf('c', 3);
    const teams = Array.from({ length: 5 }, () => ({ members: [] }));
    await one.log.create('whole', { ...at.creation, teams });
    await one.log.execute('whole', { type: 'start', actor: 'owner', prelaunch: true });
    const ranges = Object.values((await at.other.log.state('whole')).ranges);
    expect(ranges.filter(({ id }) => id.startsWith('c0'))).toHaveLength(3);
    expect(ranges).toHaveLength(5);
    await expectSound('c');
  });
});

describe('a claim', () => {
  it('whose transaction fails leaves the range free for another', async () => {
    await poolOf('d', 1);
    const id = await at.running('dark');
    await one.db.query(`CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW.claimed_by = 'dark' THEN RAISE EXCEPTION 'the lights went out'; END IF; RETURN NEW; END $$`);
    await one.db.query(
      'CREATE TRIGGER break_off BEFORE UPDATE ON warm_ranges FOR EACH ROW EXECUTE FUNCTION break_off()',
    );
    try {
      await expect(start(id)).rejects.toThrow('the lights went out');
    } finally {
      await one.db.query('DROP TRIGGER break_off ON warm_ranges; DROP FUNCTION break_off()');
    }
    expect(await rowsOf('d')).toMatchObject([{ status: 'ready', claimedBy: null }]);
    expect(Object.keys((await at.other.log.state(id)).ranges)).toEqual([]);
    await expectSound('d');
    await start(await at.running('light'));
    expect(await rowsOf('d')).toMatchObject([{ status: 'claimed', claimedBy: 'light' }]);
  });

  it('takes no range of another content of the scenario, nor one whose host is silent or broken', async () => {
    await poolOf('e', 1, { digest: 'sha256:other' });
    await poolOf('f', 1, { host: 'silent' });
    await poolOf('g', 1, { host: 'broken' });
    await start(await at.running('choosy'));
    expect(await rangeOf('choosy')).toMatchObject({ status: 'requested' });
    for (const pool of ['e', 'f', 'g']) expect(await rowsOf(pool)).toMatchObject([{ status: 'ready' }]);
  });

  it('that waits does not keep the pool from being changed, nor the other way round', async () => {
    await poolOf('h', 2);
    const holder = at.other.db.createQueryRunner();
    await holder.startTransaction();
    await holder.query(`SELECT 1 FROM warm_ranges WHERE id = $1 FOR UPDATE`, [rangeId('h', 0)]);
    // One range is held by a claim: the other is free for the next, and for the pool's own log.
    await start(await at.running('beside'));
    expect((await rangeOf('beside')).id).toBe(rangeId('h', 1));
    const closing = pools.execute('h', { type: 'close', actor: 'owner' });
    await holder.rollbackTransaction();
    await holder.release();
    expect((await closing).ok).toBe(true);
    await expectSound('h');
  });

  it('comes in the place of the range that the team had before', async () => {
    await start(await at.running('again'));
    const before = (await rangeOf('again')).id;
    await one.log.execute('again', { type: 'stop-range', actor: 'ann', team: 't1' });
    await poolOf('i', 1);
    await start('again');
    const ranges = Object.values((await at.other.log.state('again')).ranges);
    expect(ranges.map(({ id, generation }) => [id, generation])).toEqual([[rangeId('i', 0), 1]]);
    expect(before).not.toBe(rangeId('i', 0));
    await at.expectSound('again');
  });
});
