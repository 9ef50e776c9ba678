import { evolveAll, initialState, type ExerciseEvent, type NewEvent } from '#exercise';
import { ExerciseLog, KeptFolds, ScenarioPacks, stateFold } from '#persistence';
import { ledgerOf, scoreboard } from '#scoring';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SnapshotKeeper } from '../../apps/orchestrator/exercises/snapshot-keeper.service.js';
import { appendBare } from '../support/bare-log.js';
import { startApplication, type Someone, type TestApplication } from '../support/application.js';

const teams = ['t1', 't2', 't3'];

let at: TestApplication;
let teacher: Someone;
let ann: Someone;
let id: string;

beforeAll(async () => {
  at = await startApplication();
  teacher = await at.someone('teacher', 'instructor');
  ann = await at.someone('ann');
  const members = [{ members: ['ann'] }, { members: [] }, { members: [] }];
  const made = await teacher.post('/api/v1/exercises', { scenario: 'small', mode: 'class', teams: members });
  id = made.body.id as string;
  await teacher.post(`/api/v1/exercises/${id}/start`);
  await appendBare(
    at.db,
    id,
    Array.from({ length: 5_500 }, (_, n) => happening(n)),
  );
});
afterAll(() => at.close());

/** Teams try, take hints and open terminals; late in each thousand one of them is right. */
function happening(n: number): NewEvent {
  const team = teams[n % 3]!;
  if (n % 7 === 3) return { type: 'terminal.opened', team, payload: { node: 'box', session: `s${n}` } };
  if (n === 1_234) return { type: 'hint.revealed', team, payload: { task: 'greet', hint: 'first', cost: 3 } };
  const correct = n % 1_000 > 900 && n % 3 === Math.floor(n / 1_000) % 3;
  return {
    type: 'answer.submitted',
    team,
    payload: { task: 'greet', answer: correct ? 'Xin chào' : `sai ${n}`, correct },
  };
}

const keeper = () => at.app.get(SnapshotKeeper);
const log = () => at.app.get(ExerciseLog);
const path = (rest: string) => `/api/v1/exercises/${id}/${rest}`;
const kept = () =>
  at.db.query<{ kind: string; seq: number }[]>(
    'SELECT kind, seq FROM snapshots WHERE exercise = $1 ORDER BY kind, seq',
    [id],
  );

/** What the log alone says of a seq, folded from its beginning. */
async function foldedTo(seq: number) {
  const events: ExerciseEvent[] = await log().read(id, 0, seq);
  const setting = await log().setting(id);
  const ledger = ledgerOf(events, setting);
  const board = scoreboard(ledger, setting).map(({ team, rank, score }) => ({ team, rank, score }));
  return { state: evolveAll(initialState(id), events), board };
}

async function expectAsFolded(seq: number): Promise<void> {
  const { state, board } = await foldedTo(seq);
  const asked = await teacher.get(path(`scoreboard?at=${seq}`));
  expect(asked.body.items).toMatchObject(board);
  // What is not there and what is undefined are one.
  expect(await at.app.get(KeptFolds).at(stateFold(id), seq)).toEqual(state);
}

const places = [1, 2, 999, 1_000, 1_001, 1_950, 2_950, 3_999, 4_000, 5_506];

describe('a log of some thousand events', () => {
  it('gets a snapshot of its state and its ledger every thousand', async () => {
    expect(await kept()).toEqual([]);
    await keeper().look();
    const seqs = [1_000, 2_000, 3_000, 4_000, 5_000];
    expect(await kept()).toEqual(['ledger', 'state'].flatMap((kind) => seqs.map((seq) => ({ kind, seq }))));
    await keeper().look();
    expect(await kept()).toHaveLength(10);
  });

  it('is as of any seq what it is when it is folded from its beginning', async () => {
    for (const seq of places) await expectAsFolded(seq);
    const { board } = await foldedTo(5_506);
    expect(new Set(board.map(({ score }) => score))).not.toEqual(new Set([0]));
  });

  it('is read from the nearest snapshot on, and no further back', async () => {
    const read = vi.spyOn(log(), 'read');
    await teacher.get(path('scoreboard?at=4321'));
    expect(read.mock.calls).toEqual([[id, 4_000, 321]]);
    read.mockRestore();
  });

  it('is taken up by who has not seen it yet from its newest snapshot on', async () => {
    const folds = at.app.get(KeptFolds);
    const begin = vi.fn((exercise: string) => folds.begin(stateFold(exercise)));
    const fresh = new ExerciseLog(at.db, at.app.get(ScenarioPacks), undefined, undefined, begin);
    const { state } = await foldedTo(5_506);
    expect(await fresh.state(id)).toEqual(state);
    expect(await begin.mock.results[0]!.value).toMatchObject({ seq: 5_000 });
    expect(await fresh.state(id)).toEqual(state);
    expect(begin).toHaveBeenCalledTimes(1);
    await expect(fresh.state('nowhere')).rejects.toThrow('there is no exercise nowhere');
  });

  it('is shown as it was, to each what is theirs', async () => {
    const { state, board } = await foldedTo(2_950);
    const { body } = await teacher.get(path('moment?seq=2950'));
    expect(body.seq).toBe(2_950);
    for (const team of body.teams) {
      const { attempts, hints } = state.teams[team.id]!.tasks['greet']!;
      expect(team.score).toBe(board.find((row) => row.team === team.id)!.score);
      const greet = team.tasks.find((task: { id: string }) => task.id === 'greet');
      expect(greet.hints.map((hint: { id: string }) => hint.id)).toEqual(hints);
      expect(attempts).toBeGreaterThan(0);
    }
    const hers = await ann.get(path('moment?seq=2950'));
    const shown = hers.body.teams.filter((team: { tasks?: unknown }) => team.tasks);
    expect(shown.map((team: { id: string }) => team.id)).toEqual(['t1']);
    const eve = await at.someone('eve');
    expect((await eve.get(path('moment?seq=2950'))).status).toBe(403);
  });

  it('is found by exercise time', async () => {
    const events = await log().read(id, 0, 6_000);
    for (const clock of [0, 1, events[777]!.clock, events[3_210]!.clock + 1, events.at(-1)!.clock + 1_000]) {
      const last = events.findLast((event) => event.clock <= clock)!;
      const { body } = await teacher.get(path(`moment?clock=${clock}`));
      expect(body.seq).toBe(last.seq);
      if (body.clock.running) expect(body.clock.ms).toBe(clock);
    }
  });

  it('is found at its end by who asks for more, and at its beginning by who asks for less', async () => {
    expect((await teacher.get(path('moment'))).body.seq).toBe(5_506);
    expect((await teacher.get(path('moment?seq=2000000000'))).body.seq).toBe(5_506);
    expect((await teacher.get(path('moment?seq=0'))).body.seq).toBe(1);
    expect((await teacher.get(path('moment?seq=-1'))).status).toBe(400);
    expect((await teacher.get(path('moment?clock=x'))).status).toBe(400);
  });
});

describe('a snapshot', () => {
  it('of another version of the folds, or a damaged one, is not used', async () => {
    await at.db.query(`UPDATE snapshots SET made_by = 'another' WHERE exercise = $1 AND seq = 4000`, [id]);
    await at.db.query(`UPDATE snapshots SET body = '\\x00' WHERE exercise = $1 AND seq = 3000`, [id]);
    for (const seq of [3_500, 4_500]) await expectAsFolded(seq);
  });

  it('that cannot be made harms nothing', async () => {
    await appendBare(
      at.db,
      id,
      Array.from({ length: 1_000 }, (_, n) => happening(n)),
    );
    await at.db.query('ALTER TABLE snapshots RENAME COLUMN body TO gone');
    await expect(keeper().look()).resolves.toBeUndefined();
    for (const seq of [4_500, 6_506]) await expectAsFolded(seq);
    await at.db.query('ALTER TABLE snapshots RENAME COLUMN gone TO body');
    await keeper().look();
    // It is left alone for a while, and then made.
    expect((await kept()).some(({ seq }) => seq === 6_000)).toBe(false);
    await keeper().look(Date.now() + 3_600_000);
    expect((await kept()).filter(({ seq }) => seq === 6_000)).toHaveLength(2);
  });

  it('is of the rules as they were: those before a revision hold for what was before it', async () => {
    const revised = 6_507;
    const revision = { revision: 1, reason: 'too few', tasks: { greet: { points: 70 } } };
    const later = Array.from({ length: 2_000 }, (_, n) => happening(n));
    await appendBare(at.db, id, [{ type: 'rules.revised', payload: revision }, ...later]);
    await keeper().look();
    const ledgers = (await kept()).filter(({ kind }) => kind === 'ledger').map(({ seq }) => seq);
    expect(ledgers).toEqual(expect.arrayContaining([5_000, 6_000, 7_000, 8_000]));
    for (const seq of [2_950, 6_506, revised, 6_999, 7_000, 8_400]) await expectAsFolded(seq);
  });
});
