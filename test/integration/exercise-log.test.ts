import type { ExerciseEvent, ExerciseState, Order } from '#exercise';
import { evolve, initialState } from '#exercise';
import { ExerciseLog, ScenarioPacks, UnknownExercise, openDatabase, type Outcome } from '#persistence';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { smallScenarioFiles } from '../support/scenario.js';

/** An orchestrator's or a worker's way to the logs: a pool and a log of its own. */
interface Process {
  db: DataSource;
  packs: ScenarioPacks;
  log: ExerciseLog;
  heard: { exercise: string; events: ExerciseEvent[]; state: ExerciseState }[];
}

let database: FreshDatabase;
let [one, other]: Process[] = [];
let digest: string;

async function open(): Promise<Process> {
  const db = await openDatabase(database.url, 5);
  const packs = new ScenarioPacks(db);
  const heard: Process['heard'] = [];
  const log = new ExerciseLog(db, packs, (exercise, events, state) =>
    heard.push({ exercise, events, state }),
  );
  return { db, packs, log, heard };
}

beforeAll(async () => {
  database = await freshDatabase();
  [one, other] = [await open(), await open()];
  ({ digest } = await one.packs.add(smallScenarioFiles()));
});
afterAll(async () => {
  await one!.db.destroy();
  await other!.db.destroy();
  await database.drop();
});

const creation = (): Extract<Order, { type: 'create' }> => ({
  type: 'create',
  actor: 'owner',
  mode: 'class',
  scenario: { id: 'small', version: '1.0.0', digest },
  seed: 's',
  teams: [{ id: 't1', members: ['ann'] }],
});
const answer = (task: string, text: string): Order => ({
  type: 'submit-answer',
  actor: 'ann',
  team: 't1',
  task,
  answer: text,
});
const hint: Order = { type: 'reveal-hint', actor: 'ann', team: 't1', task: 'greet', hint: 'first' };

/** A class with one team, created and started by the first process. */
async function running(id: string): Promise<string> {
  await one!.log.create(id, creation());
  await one!.log.execute(id, { type: 'start', actor: 'owner', prelaunch: false });
  return id;
}
const wholeLog = (id: string) => one!.log.read(id, 0, 10_000);
const headOf = async (id: string) =>
  (await one!.db.query<{ head: number }[]>('SELECT head FROM exercises WHERE id = $1', [id]))[0]!.head;
const accepted = (outcome: Outcome) => {
  if (!outcome.ok) throw new Error(`${outcome.refusal.type}: ${outcome.refusal.detail}`);
  return outcome;
};

/** Expects that a log has no hole, ends where its row says, and that both processes make the same of it. */
async function expectSound(id: string): Promise<ExerciseEvent[]> {
  const log = await wholeLog(id);
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
  expect(await headOf(id)).toBe(log.length);
  const folded = log.reduce(evolve, initialState(id));
  expect(await one!.log.state(id)).toEqual(folded);
  expect(await other!.log.state(id)).toEqual(folded);
  return log;
}

describe('orders from everywhere at the same time', () => {
  it('are each decided once, in one order for all', async () => {
    const id = await running('crowd');
    const from = await headOf(id);
    const texts = Array.from({ length: 200 }, (_, n) => (n % 10 === 7 ? 'xin chào' : `guess ${n}`));
    const outcomes = await Promise.all(
      texts.map((text, n) => (n % 2 ? one! : other!).log.execute(id, answer('greet', text))),
    );

    const log = (await expectSound(id)).slice(from);
    const solved = log.findIndex(({ type }) => type === 'task.solved');
    expect(solved).toBe(log.length - 1);
    expect(log.filter(({ type }) => type === 'answer.submitted')).toHaveLength(log.length - 1);

    const taken = outcomes.filter((outcome) => outcome.ok);
    expect(taken.flatMap(({ events }) => events).sort((a, b) => a.seq - b.seq)).toEqual(log);
    const refused = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.refusal.type]));
    expect(refused).toEqual(Array(200 - taken.length).fill('task-already-solved'));
    expect(taken.filter(({ events }) => events.some(({ type }) => type === 'task.solved'))).toHaveLength(1);
  });

  it('share attempts that are few', async () => {
    const id = await running('few');
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, n) => (n % 2 ? one! : other!).log.execute(id, answer('guess', `${n}`))),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(2);
    await expectSound(id);
  });

  it('of many exercises do not wait for one another, whatever the size of the pool', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, (_, n) => running(`many${n}`)));
    const outcomes = await Promise.all(
      ids.flatMap((id) => [one!, other!].map(({ log }) => log.execute(id, hint))),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(20);
    for (const id of ids) await expectSound(id);
  });

  it('come into the events with who gave them, when, and the exercise time', async () => {
    const times = [1_000, 5_000, 7_500];
    const log = new ExerciseLog(one!.db, one!.packs, undefined, () => times.shift()!);
    await log.create('timed', creation());
    await log.execute('timed', { type: 'start', actor: 'owner', prelaunch: false });
    await log.execute('timed', hint);
    const events = await wholeLog('timed');
    expect(events.map(({ type, at, clock, actor }) => [type, at, clock, actor])).toEqual([
      ['exercise.created', 1_000, 0, 'owner'],
      ['team.joined', 1_000, 0, 'owner'],
      ['member.joined', 1_000, 0, 'owner'],
      ['exercise.started', 5_000, 0, 'owner'],
      ['hint.revealed', 7_500, 2_500, 'ann'],
    ]);
  });
});

describe('a process that has not looked for long', () => {
  it('decides on what others have appended meanwhile', async () => {
    const id = await running('behind');
    expect((await other!.log.state(id)).seq).toBe(4);
    for (const n of [1, 2, 3]) await one!.log.execute(id, answer('greet', `wrong ${n}`));
    await one!.log.execute(id, hint);
    expect(await other!.log.execute(id, hint)).toMatchObject({
      ok: false,
      refusal: { type: 'hint-already-revealed' },
      state: { seq: 8 },
    });
    expect((await other!.log.state(id)).teams.t1!.tasks.greet!.attempts).toBe(3);
    await expectSound(id);
  });

  it('reads a log of more than a page', async () => {
    const id = await running('long');
    const wrong = Array.from({ length: 1_100 }, (_, n) => one!.log.execute(id, answer('greet', `no ${n}`)));
    await Promise.all(wrong);
    expect((await other!.log.state(id)).teams.t1!.tasks.greet!.attempts).toBe(1_100);
    expect((await other!.log.read(id, 1_000, 50)).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 50 }, (_, n) => 1_001 + n),
    );
  });
});

describe('a transaction that does not come to its end', () => {
  /** Makes whatever is appended fail at its last step, until it is taken away. */
  const failing = async (id: string, work: () => Promise<void>) => {
    await one!.db.query(`CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW.id = '${id}' THEN RAISE EXCEPTION 'the lights went out'; END IF; RETURN NEW; END $$`);
    await one!.db.query(
      'CREATE TRIGGER break_off BEFORE UPDATE ON exercises FOR EACH ROW EXECUTE FUNCTION break_off()',
    );
    try {
      await work();
    } finally {
      await one!.db.query('DROP TRIGGER break_off ON exercises; DROP FUNCTION break_off()');
    }
  };

  it('leaves nothing, tells its callers, and the order can be given again', async () => {
    const id = await running('broken');
    const before = await wholeLog(id);
    const heard = one!.heard.length;
    await failing(id, async () => {
      const orders = [hint, answer('greet', 'Xin chào')].map((order) => one!.log.execute(id, order));
      for (const result of await Promise.allSettled(orders)) {
        expect(result).toMatchObject({ status: 'rejected', reason: { message: /the lights went out/ } });
      }
    });
    expect(await expectSound(id)).toEqual(before);
    expect(one!.heard).toHaveLength(heard);

    accepted(await one!.log.execute(id, answer('greet', 'Xin chào')));
    expect((await expectSound(id)).slice(before.length).map(({ type }) => type)).toEqual([
      'answer.submitted',
      'task.solved',
    ]);
  });

  it('because its connection is cut, does the same', async () => {
    const id = await running('cut');
    const before = await wholeLog(id);
    const holder = other!.db.createQueryRunner();
    await holder.startTransaction();
    await holder.query('SELECT head FROM exercises WHERE id = $1 FOR UPDATE', [id]);
    const cut = one!.log.execute(id, hint).catch((error: Error) => error);
    await expect
      .poll(() =>
        other!.db.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FOR UPDATE%'`),
      )
      .toHaveLength(1);
    expect(await cut).toBeInstanceOf(Error);
    await holder.rollbackTransaction();
    await holder.release();
    expect(await expectSound(id)).toEqual(before);
    accepted(await one!.log.execute(id, hint));
    await expectSound(id);
  });
});

describe('who listens', () => {
  it('is told after the commit, with all that was appended, once and in order', async () => {
    const seen: { seqs: number[]; committed: Promise<ExerciseEvent[]> }[] = [];
    const log = new ExerciseLog(one!.db, one!.packs, (exercise, events) =>
      seen.push({
        seqs: events.map(({ seq }) => seq),
        // Read by another connection: it sees only what is committed.
        committed: other!.log.read(exercise, 0, 1_000),
      }),
    );
    await log.create('told', creation());
    await log.execute('told', { type: 'start', actor: 'owner', prelaunch: false });
    await Promise.all(Array.from({ length: 20 }, (_, n) => log.execute('told', answer('greet', `${n}`))));
    const all = await wholeLog('told');
    expect(seen.flatMap(({ seqs }) => seqs)).toEqual(all.map(({ seq }) => seq));
    for (const { seqs, committed } of seen)
      expect((await committed).at(-1)!.seq).toBeGreaterThanOrEqual(seqs.at(-1)!);
    expect(seen.length).toBeLessThan(all.length);
  });

  it('is not told of a refusal', async () => {
    const id = await running('quiet');
    const heard = one!.heard.length;
    expect((await one!.log.execute(id, answer('none', 'x'))).ok).toBe(false);
    expect(one!.heard).toHaveLength(heard);
  });
});

describe('an exercise', () => {
  it('that is not there is said to be unknown, in every way of asking', async () => {
    await expect(one!.log.state('nowhere')).rejects.toThrow(UnknownExercise);
    await expect(one!.log.execute('nowhere', hint)).rejects.toThrow(UnknownExercise);
    await expect(one!.log.setting('nowhere')).rejects.toThrow(UnknownExercise);
    expect(await one!.log.read('nowhere', 0, 10)).toEqual([]);
  });

  it('whose creation is refused leaves no row', async () => {
    const refused = await one!.log.create('refused', {
      ...creation(),
      teams: [
        { id: 'a', members: [] },
        { id: 'a', members: [] },
      ],
    });
    expect(refused).toMatchObject({ ok: false, refusal: { type: 'team-exists' } });
    await expect(one!.log.state('refused')).rejects.toThrow(UnknownExercise);
  });

  it('is not created over another', async () => {
    const id = await running('twice');
    await expect(other!.log.create(id, creation())).rejects.toThrow(/duplicate key/);
    expect((await expectSound(id)).length).toBe(4);
  });

  it('has secrets of its own, that the log does not hold and a second process finds again', async () => {
    const [a, b] = [await running('secret1'), await running('secret2')];
    const flag = async ({ log }: Process, id: string) => (await log.setting(id)).values('t1').door_flag;
    expect(await flag(one!, a)).toMatch(/^VOCR\{[0-9a-f]{32}\}$/);
    expect(await flag(other!, a)).toBe(await flag(one!, a));
    expect(await flag(one!, b)).not.toBe(await flag(one!, a));
    expect(JSON.stringify(await wholeLog(a))).not.toContain(await flag(one!, a));
  });

  it.each([
    ['beyond the end of its log', 9],
    ['before it', 2],
  ])('is refused as damaged when its row points %s', async (_, head) => {
    const id = await running(`damaged${head}`);
    await one!.db.query('UPDATE exercises SET head = $2 WHERE id = $1', [id, head]);
    for (const { log } of [one!, other!]) {
      await expect(log.execute(id, hint)).rejects.toThrow(
        new RegExp(`exercise ${id} is damaged: its row says seq ${head}, its log ends at 4`),
      );
    }
    expect(await wholeLog(id)).toHaveLength(4);
  });

  it('with a hole or a stranger in its log is not read past it', async () => {
    const id = await running('hole');
    await one!.db.query('DELETE FROM events WHERE exercise = $1 AND seq = 3', [id]);
    await expect(other!.log.state(id)).rejects.toThrow(/event 4 does not follow/);
    const strange = await running('strange');
    await one!.db.query(`UPDATE events SET type = 'task.eaten' WHERE exercise = $1 AND seq = 4`, [strange]);
    await expect(other!.log.state(strange)).rejects.toThrow(
      /event 4 of exercise strange has type task.eaten/,
    );
  });

  it('never takes an event that could not be read again', async () => {
    const broken = { ...creation(), seed: 5 } as unknown as ReturnType<typeof creation>;
    await expect(one!.log.create('poisoned', broken)).rejects.toThrow(/event 1 .* is damaged.*seed/s);
    expect(await wholeLog('poisoned')).toEqual([]);
    await expect(one!.log.state('poisoned')).rejects.toThrow(UnknownExercise);
  });

  it('whose whole log is lost is damaged, not unknown', async () => {
    const id = await running('lost');
    await one!.db.query('DELETE FROM events WHERE exercise = $1', [id]);
    await expect(other!.log.state(id)).rejects.toThrow(/its row says seq 4, its log is empty/);
  });
});

describe('the lists', () => {
  const order = (id: string, wanted: Order) => one!.log.execute(id, wanted).then(accepted);
  const rows = (table: 'members' | 'ranges', id: string) =>
    one!.db.query<Record<string, unknown>[]>(`SELECT * FROM ${table} WHERE exercise = $1`, [id]);
  const phaseOf = async (id: string) =>
    (await one!.db.query<{ phase: string }[]>('SELECT phase FROM exercises WHERE id = $1', [id]))[0]!.phase;

  it('follow the log in the same transaction', async () => {
    const id = await running('listed');
    expect(await phaseOf(id)).toBe('running');
    await order(id, { type: 'join', actor: 'bob', account: 'bob' });
    expect((await rows('members', id)).map(({ account, team }) => [account, team])).toEqual([
      ['ann', 't1'],
      ['bob', 't2'],
    ]);

    const { state } = await order(id, { type: 'start-range', actor: 'ann', team: 't1' });
    const [range] = Object.values(state.ranges);
    const about = { actor: 'worker:h1', range: range!.id } as const;
    const is = async () =>
      (await rows('ranges', id)).map(({ id: name, status, host }) => [name, status, host]);
    expect(await is()).toEqual([[range!.id, 'requested', null]]);
    await order(id, { type: 'place-range', ...about, host: 'h1' });
    for (const report of [
      { is: 'preparing' },
      { is: 'starting', images: { box: 'i' } },
      { is: 'ready' },
    ] as const) {
      await order(id, { type: 'report-range', ...about, generation: 1, report });
      expect(await is()).toEqual([[range!.id, report.is, 'h1']]);
    }
    await order(id, { type: 'finish', actor: 'owner' });
    expect(await is()).toEqual([[range!.id, 'stopping', 'h1']]);
    await order(id, { type: 'report-range', ...about, generation: 1, report: { is: 'gone' } });
    expect(await is()).toEqual([[range!.id, 'gone', 'h1']]);
    expect(await phaseOf(id)).toBe('finished');
  });
});
