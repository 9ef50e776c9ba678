import type { ExerciseEvent } from '#exercise';
import { ExerciseLog, type Outcome } from '#persistence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer, hint, twoProcesses, type LogProcess, type TwoProcesses } from '../support/log-processes.js';

let at: TwoProcesses;
let [one, other]: LogProcess[] = [];
beforeAll(async () => {
  at = await twoProcesses();
  ({ one, other } = at);
});
afterAll(() => at.close());

const accepted = (outcome: Outcome) => {
  if (!outcome.ok) throw new Error(`${outcome.refusal.type}: ${outcome.refusal.detail}`);
  return outcome;
};

describe('orders from everywhere at the same time', () => {
  it('are each decided once, in one order for all', async () => {
    const id = await at.running('crowd');
    const from = (await at.wholeLog(id)).length;
    const texts = Array.from({ length: 200 }, (_, n) => (n % 10 === 7 ? 'xin chào' : `guess ${n}`));
    const outcomes = await Promise.all(
      texts.map((text, n) => (n % 2 ? one! : other!).log.execute(id, answer('greet', text))),
    );

    const log = (await at.expectSound(id)).slice(from);
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
    const id = await at.running('few');
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, n) => (n % 2 ? one! : other!).log.execute(id, answer('guess', `${n}`))),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(2);
    await at.expectSound(id);
  });

  it('of many exercises do not wait for one another, whatever the size of the pool', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, (_, n) => at.running(`many${n}`)));
    const outcomes = await Promise.all(
      ids.flatMap((id) => [one!, other!].map(({ log }) => log.execute(id, hint))),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(20);
    for (const id of ids) await at.expectSound(id);
  });

  it('come into the events with who gave them, when, and the exercise time', async () => {
    const times = [1_000, 5_000, 7_500];
    const log = new ExerciseLog(one!.db, one!.packs, undefined, () => times.shift()!);
    await log.create('timed', at.creation);
    await log.execute('timed', { type: 'start', actor: 'owner', prelaunch: false });
    await log.execute('timed', hint);
    const events = await at.wholeLog('timed');
    expect(events.map(({ type, at, clock, actor }) => [type, at, clock, actor])).toEqual([
      ['exercise.created', 1_000, 0, 'owner'],
      ['team.joined', 1_000, 0, 'owner'],
      ['member.joined', 1_000, 0, 'owner'],
      ['exercise.started', 5_000, 0, 'owner'],
      ['hint.revealed', 7_500, 2_500, 'ann'],
    ]);
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
    const id = await at.running('broken');
    const before = await at.wholeLog(id);
    const heard = one!.heard.length;
    await failing(id, async () => {
      const orders = [hint, answer('greet', 'Xin chào')].map((order) => one!.log.execute(id, order));
      for (const result of await Promise.allSettled(orders)) {
        expect(result).toMatchObject({ status: 'rejected', reason: { message: /the lights went out/ } });
      }
    });
    expect(await at.expectSound(id)).toEqual(before);
    expect(one!.heard).toHaveLength(heard);

    accepted(await one!.log.execute(id, answer('greet', 'Xin chào')));
    expect((await at.expectSound(id)).slice(before.length).map(({ type }) => type)).toEqual([
      'answer.submitted',
      'task.solved',
    ]);
  });

  it('because its connection is cut, does the same', async () => {
    const id = await at.running('cut');
    const before = await at.wholeLog(id);
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
    expect(await at.expectSound(id)).toEqual(before);
    accepted(await one!.log.execute(id, hint));
    await at.expectSound(id);
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
    await log.create('told', at.creation);
    await log.execute('told', { type: 'start', actor: 'owner', prelaunch: false });
    await Promise.all(Array.from({ length: 20 }, (_, n) => log.execute('told', answer('greet', `${n}`))));
    const all = await at.wholeLog('told');
    expect(seen.flatMap(({ seqs }) => seqs)).toEqual(all.map(({ seq }) => seq));
    for (const { seqs, committed } of seen)
      expect((await committed).at(-1)!.seq).toBeGreaterThanOrEqual(seqs.at(-1)!);
    expect(seen.length).toBeLessThan(all.length);
  });

  it('is not told of a refusal', async () => {
    const id = await at.running('quiet');
    const heard = one!.heard.length;
    expect((await one!.log.execute(id, answer('none', 'x'))).ok).toBe(false);
    expect(one!.heard).toHaveLength(heard);
  });
});
