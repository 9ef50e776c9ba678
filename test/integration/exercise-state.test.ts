import type { Order } from '#exercise';
import { UnknownExercise, type Outcome } from '#persistence';
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

describe('a process that has not looked for long', () => {
  it('decides on what others have appended meanwhile', async () => {
    const id = await at.running('behind');
    expect((await other!.log.state(id)).seq).toBe(4);
    for (const n of [1, 2, 3]) await one!.log.execute(id, answer('greet', `wrong ${n}`));
    await one!.log.execute(id, hint);
    expect(await other!.log.execute(id, hint)).toMatchObject({
      ok: false,
      refusal: { type: 'hint-already-revealed' },
      state: { seq: 8 },
    });
    expect((await other!.log.state(id)).teams.t1!.tasks.greet!.attempts).toBe(3);
    await at.expectSound(id);
  });

  it('reads a log of more than a page', async () => {
    const id = await at.running('long');
    const wrong = Array.from({ length: 1_100 }, (_, n) => one!.log.execute(id, answer('greet', `no ${n}`)));
    await Promise.all(wrong);
    expect((await other!.log.state(id)).teams.t1!.tasks.greet!.attempts).toBe(1_100);
    expect((await other!.log.read(id, 1_000, 50)).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 50 }, (_, n) => 1_001 + n),
    );
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
      ...at.creation,
      teams: [
        { id: 'a', members: [] },
        { id: 'a', members: [] },
      ],
    });
    expect(refused).toMatchObject({ ok: false, refusal: { type: 'team-exists' } });
    await expect(one!.log.state('refused')).rejects.toThrow(UnknownExercise);
  });

  it('is not created over another', async () => {
    const id = await at.running('twice');
    await expect(other!.log.create(id, at.creation)).rejects.toThrow(/duplicate key/);
    expect((await at.expectSound(id)).length).toBe(4);
  });

  it('has secrets of its own, that the log does not hold and a second process finds again', async () => {
    const [a, b] = [await at.running('secret1'), await at.running('secret2')];
    const flag = async ({ log }: LogProcess, id: string) => (await log.setting(id)).values('t1').door_flag;
    expect(await flag(one!, a)).toMatch(/^VOCR\{[0-9a-f]{32}\}$/);
    expect(await flag(other!, a)).toBe(await flag(one!, a));
    expect(await flag(one!, b)).not.toBe(await flag(one!, a));
    expect(JSON.stringify(await at.wholeLog(a))).not.toContain(await flag(one!, a));
  });

  it.each([
    ['beyond the end of its log', 9],
    ['before it', 2],
  ])('is refused as damaged when its row points %s', async (_, head) => {
    const id = await at.running(`damaged${head}`);
    await one!.db.query('UPDATE exercises SET head = $2 WHERE id = $1', [id, head]);
    for (const { log } of [one!, other!]) {
      await expect(log.execute(id, hint)).rejects.toThrow(
        new RegExp(`exercise ${id} is damaged: its row says seq ${head}, its log ends at 4`),
      );
    }
    expect(await at.wholeLog(id)).toHaveLength(4);
  });

  it('with a hole or a stranger in its log is not read past it', async () => {
    const id = await at.running('hole');
    await one!.db.query('DELETE FROM events WHERE exercise = $1 AND seq = 3', [id]);
    await expect(other!.log.state(id)).rejects.toThrow(/event 4 does not follow/);
    const strange = await at.running('strange');
    await one!.db.query(`UPDATE events SET type = 'task.eaten' WHERE exercise = $1 AND seq = 4`, [strange]);
    await expect(other!.log.state(strange)).rejects.toThrow(
      /event 4 of exercise strange has type task.eaten/,
    );
  });

  it('never takes an event that could not be read again', async () => {
    const broken = { ...at.creation, seed: 5 } as unknown as typeof at.creation;
    await expect(one!.log.create('poisoned', broken)).rejects.toThrow(/event 1 .* is damaged.*seed/s);
    expect(await at.wholeLog('poisoned')).toEqual([]);
    await expect(one!.log.state('poisoned')).rejects.toThrow(UnknownExercise);
  });

  it('whose whole log is lost is damaged, not unknown', async () => {
    const id = await at.running('lost');
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
    const id = await at.running('listed');
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
