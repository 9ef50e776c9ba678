import { ExerciseLog, RangeRow, ScenarioPacks, migrate, openDatabase } from '#persistence';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyDatabase, type FreshDatabase } from '../support/database.js';
import { smallScenarioFiles } from '../support/scenario.js';

/** What the first version wrote of a solo exercise whose range is up: type, payload, and whose team and range it is. */
const team = { team: 't1' };
const range = { ...team, range: 'abcd1234' };
const logged: [type: string, payload: object, of?: { team?: string; range?: string }][] = [
  ['team.joined', { name: 'One' }, team],
  ['member.joined', { account: 'ann' }, team],
  ['exercise.started', {}],
  ['range.requested', { generation: 1 }, range],
  ['range.placed', { host: 'local' }, range],
  ['range.preparing', {}, range],
  ['range.starting', { images: { box: 'sha256:1' } }, range],
  ['node.ready', { node: 'box' }, range],
  ['range.ready', {}, range],
  ['terminal.opened', { node: 'box', session: 's' }, range],
  ['range.degraded', { reason: 'box has ended' }, range],
  ['range.ready', {}, range],
  ['range.resetting', { generation: 2 }, range],
  ['range.stopping', {}, range],
  ['range.gone', {}, range],
  ['range.requested', { generation: 3 }, range],
  ['range.placed', { host: 'local' }, range],
  ['range.preparing', {}, range],
  ['range.starting', { images: { box: 'sha256:1' } }, range],
  ['range.ready', {}, range],
];

let database: FreshDatabase;
let db: DataSource;
let log: ExerciseLog;

beforeAll(async () => {
  database = await emptyDatabase();
  const today = await openDatabase(database.url, 1);
  const first = today.migrations[0]!.constructor as new () => object;
  await today.destroy();
  const old = new DataSource({
    type: 'postgres',
    url: database.url,
    migrations: [first],
    migrationsTableName: 'migrations',
  });
  await old.initialize();
  await old.runMigrations();
  const { digest, files } = new ScenarioPacks(old).check(smallScenarioFiles());
  await old.query(
    `INSERT INTO scenario_packs (digest, scenario, version, files, listed, added_at)
     VALUES ($1, 'small', '1.0.0', $2, true, now())`,
    [
      digest,
      JSON.stringify(
        Object.fromEntries([...files].map(([path, data]) => [path, Buffer.from(data).toString('base64')])),
      ),
    ],
  );
  const created = {
    mode: 'solo',
    scenario: { id: 'small', version: '1.0.0', digest },
    seed: 's',
    owner: 'ann',
  };
  const events = [['exercise.created', created] as (typeof logged)[number], ...logged];
  for (const [index, [type, payload, of]] of events.entries()) {
    await old.query(
      `INSERT INTO events (exercise, seq, at, clock, type, v, actor, team, range, payload)
       VALUES ('old', $1, $2, 0, $3, 1, 'ann', $4, $5, $6)`,
      [index + 1, 1_700_000_000_000 + index, type, of?.team, of?.range, JSON.stringify(payload)],
    );
  }
  await old.query(
    `INSERT INTO exercises (id, head, key, owner, mode, phase, scenario_digest, created_at)
     VALUES ('old', $1, $2, 'ann', 'solo', 'running', $3, now())`,
    [events.length, Buffer.alloc(32, 7), digest],
  );
  await old.query(`INSERT INTO members (exercise, account, team) VALUES ('old', 'ann', 't1')`);
  await old.query(
    `INSERT INTO ranges (id, exercise, team, host, status, changed_at)
     VALUES ('abcd1234', 'old', 't1', 'local', 'ready', now())`,
  );
  await old.destroy();
  await migrate(database.url);
  db = await openDatabase(database.url, 5);
  log = new ExerciseLog(db, new ScenarioPacks(db));
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const order = async (command: { type: string } & Record<string, unknown>) => {
  const outcome = await log.execute('old', { actor: 'ann', team: 't1', ...command } as never);
  return outcome.ok ? outcome.events.map(({ type }) => type) : outcome.refusal.type;
};
const report = (generation: number, is: string) =>
  order({ type: 'report-range', range: 'abcd1234', generation, report: { is } });
const row = () => db.getRepository(RangeRow).findOneByOrFail({ id: 'abcd1234' });

describe('what the first version left', () => {
  it('is read as it was, its range without an end', async () => {
    const state = await log.state('old');
    expect(state.ranges['abcd1234']).toMatchObject({
      status: 'ready',
      generation: 3,
      host: 'local',
      resets: {},
    });
    expect(state.ranges['abcd1234']).not.toHaveProperty('expiresAt');
    expect(await row()).toMatchObject({ status: 'ready', placedAt: null, expiresAt: null });
  });

  it('goes on with what is new', async () => {
    expect(await order({ type: 'extend-range', until: Date.now() + 3_600_000 })).toBe('range-life-over');
    expect(await order({ type: 'suspend-range' })).toEqual(['range.suspended']);
    expect(await order({ type: 'resume-range' })).toEqual(['range.resumed']);
    expect(await order({ type: 'reset-node', node: 'box' })).toEqual(['node.reset']);
    expect(await report(3, 'ready')).toEqual(['range.ready']);
    expect(await order({ type: 'stop-range' })).toEqual(['range.stopping']);
    expect(await report(3, 'gone')).toEqual(['range.gone']);
    expect(await order({ type: 'start-range', lifetime: 60_000 })).toEqual(['range.requested']);
    const { requestedAt, expiresAt, generation } = (await log.state('old')).ranges['abcd1234']!;
    expect([generation, expiresAt]).toEqual([4, requestedAt + 60_000]);
    expect((await row()).expiresAt).toEqual(new Date(expiresAt!));
  });
});
