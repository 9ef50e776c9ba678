import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExerciseLog } from '#persistence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApplication, type Someone, type TestApplication } from '../support/application.js';
import { handingFiles } from '../support/handing.js';
import { folder, sendDraft } from '../support/packs.js';
import { expectProblem } from '../support/problems.js';
import { smallScenario } from '../support/scenario.js';

const minute = 60_000;
let data: string;
let at: TestApplication;
let [admin, ann, bob, cho, stranger]: Someone[] = [];

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'vocr-standings-'));
  process.env.VOCR_DATA = data;
  at = await startApplication();
  admin = await at.someone('boss', 'admin');
  [ann, bob, cho] = [await at.someone('ann'), await at.someone('bob'), await at.someone('cho')];
  stranger = await at.someone('stranger');
});
afterAll(async () => {
  await at.close();
  delete process.env.VOCR_DATA;
  await rm(data, { recursive: true });
});

/** A running class of three teams that plays a draft. */
async function running(digest: string): Promise<string> {
  const teams = ['ann', 'bob', 'cho'].map((name, n) => ({ id: `t${n + 1}`, name, members: [name] }));
  const made = await admin!.post('/api/v1/exercises', { scenario: digest, mode: 'class', teams });
  expect(made.status).toBe(201);
  const path = `/api/v1/exercises/${made.body.id}`;
  expect((await admin!.post(`${path}/start`)).status).toBe(200);
  return path;
}
const answer = (who: Someone, path: string, team: string, task = 'greet', text = 'xin chào') =>
  who.post(`${path}/teams/${team}/tasks/${task}/answers`, { answer: text });
const board = async (who: Someone, path: string, query = '') =>
  (await who.get(`${path}/scoreboard${query}`)).body;
const scores = async (who: Someone, path: string, query = '') =>
  Object.fromEntries(
    ((await board(who, path, query)).items as { team: string; score: number }[]).map((row) => [
      row.team,
      row.score,
    ]),
  );
/** Has all in the log be so much earlier. */
async function age(path: string, ms: number) {
  const exercise = path.split('/').at(-1)!;
  await at.db.query(`UPDATE events SET at = at - $2 WHERE exercise = $1`, [exercise, ms]);
  (at.app.get(ExerciseLog) as unknown as { open: Map<string, unknown> }).open.delete(exercise);
}

describe('a board that is frozen', () => {
  let path: string;
  /** What a learner can ask for of a class. */
  const seenBy = async (who: Someone) => ({
    board: await board(who, path),
    feed: await board(who, path, '?format=ctftime'),
    ledger: (await who.get(`${path}/ledger`)).body,
    // The clock of the exercise goes on, and so do the times in the log.
    teams: (await who.get(path)).body.teams,
    events: (await who.get(`${path}/events?limit=1000`)).body.items.filter(
      ({ type }: { type: string }) => type !== 'exercise.scheduled',
    ),
  });

  beforeAll(async () => {
    const text = smallScenario['scenario.yaml']!;
    const falling = text.replace(
      'points: 10\n    answer:',
      'points: 10\n    decay: { function: linear, minimum: 1, solves: 3 }\n    firstBlood: [5, 3]\n    answer:',
    );
    expect(falling).not.toBe(text);
    const sent = await sendDraft(admin!, folder('small', '1.0.0', { 'scenario.yaml': falling }));
    expect(sent.status).toBe(201);
    path = await running(sent.body.digest);
    expect((await answer(ann!, path, 't1')).body).toMatchObject({ correct: true, points: 15 });
    await admin!.post(`${path}/schedule`, { freezeAt: '0s' });
    // What happens next finds it frozen.
    await answer(cho!, path, 't3', 'greet', 'no');
  });

  it('is the same to learners whatever others do; staff see on', async () => {
    const before = { ann: await seenBy(ann!), cho: await seenBy(cho!) };
    expect(before.ann.board.items.find(({ team }: { team: string }) => team === 't1').score).toBe(15);
    expect((await answer(bob!, path, 't2')).body).toMatchObject({ correct: true });
    await admin!.post(`${path}/teams/t2/adjustments`, { points: 50, reason: 'r' });
    expect({ ann: await seenBy(ann!), cho: await seenBy(cho!) }).toEqual(before);
    const { frozenAt: shown } = await board(admin!, path);
    expect(shown).toBe(before.ann.board.frozenAt);
    expect((await scores(admin!, path)).t2).toBeGreaterThan(50);
  });

  it('tells who answers what it would be worth had the others stood still', async () => {
    const { points } = (await answer(cho!, path, 't3')).body;
    // Second after t1, as far as t3 may know; bob came between them.
    const own = (await cho!.get(`${path}/ledger`)).body.items;
    expect(
      own.map(({ points: one }: { points: number }) => one).reduce((a: number, b: number) => a + b),
    ).toBe(points);
    expect(own.map(({ reason }: { reason: string }) => reason)).toEqual(['answer', 'first-blood']);
    const mine = (await cho!.get(path)).body.teams.find(({ id }: { id: string }) => id === 't3');
    expect(mine.score).toBe(points);
    expect((await scores(cho!, path)).t3).toBe(0);
    expect((await scores(admin!, path)).t3).toBeLessThan(points);
  });

  it('is shown again by a schedule without a freeze', async () => {
    await admin!.post(`${path}/schedule`, {});
    expect(await scores(bob!, path)).toEqual(await scores(admin!, path));
    expect((await board(ann!, path)).frozenAt).toBeUndefined();
  });
});

describe('boards and ledgers', () => {
  let path: string;
  beforeAll(async () => {
    const sent = await sendDraft(admin!, handingFiles);
    path = await running(sent.body.digest);
    await answer(ann!, path, 't1');
    await answer(bob!, path, 't2');
    await ann!.post(`${path}/teams/t1/tasks/greet/hints/first`).then(() => undefined);
  });

  it('are for who takes part: of the ledger each sees their own, and staff all', async () => {
    const teamsIn = async (who: Someone, query = '') => [
      ...new Set(
        ((await who.get(`${path}/ledger${query}`)).body.items as { team: string }[]).map(({ team }) => team),
      ),
    ];
    expect(await teamsIn(ann!)).toEqual(['t1']);
    expect(await teamsIn(bob!, '?team=t1')).toEqual([]);
    expect((await teamsIn(admin!)).sort()).toEqual(['t1', 't2']);
    for (const page of ['ledger', 'scoreboard', 'scoreboard?at=3', 'scoreboard?format=ctftime', 'events']) {
      expectProblem(await stranger!.get(`${path}/${page}`), 403, 'not-yours');
      expect((await at.ask('GET', `${path}/${page}`)).status).toBe(401);
      expect((await bob!.get(`${path}/${page}`)).status).toBe(200);
    }
  });

  it('say each point in words of both languages, with the event that it rests on', async () => {
    const { items } = (await admin!.get(`${path}/ledger`)).body;
    expect(items.length).toBeGreaterThan(1);
    for (const { words, seq, points } of items) {
      expect(words.en).toContain(`event ${seq}`);
      expect(words.vi).toContain(`sự kiện ${seq}`);
      expect(words.en).toContain(String(Math.abs(points)));
    }
  });

  it('are there as of any seq', async () => {
    const { items } = (await admin!.get(`${path}/events?limit=1000`)).body;
    const solves = items.filter(({ type }: { type: string }) => type === 'answer.submitted');
    const [first, second] = solves.map(({ seq }: { seq: number }) => seq) as [number, number];
    for (const who of [admin!, cho!]) {
      expect(await scores(who, path, `?at=${first - 1}`)).toEqual({ t1: 0, t2: 0, t3: 0 });
      expect(await scores(who, path, `?at=${first}`)).toEqual({ t1: 10, t2: 0, t3: 0 });
      expect(await scores(who, path, `?at=${second}`)).toMatchObject({ t2: 10 });
    }
  });
});

describe('work that is handed in late', () => {
  it('is graded in full, counts less, and both stand in the table of grades; not for a team with an extension', async () => {
    const sent = await sendDraft(admin!, handingFiles);
    const path = await running(sent.body.digest);
    await admin!.post(`${path}/schedule`, { deadline: '30m', late: { percent: 25, until: '60m' } });
    await admin!.post(`${path}/teams/t2/extension`, { by: '20m', reason: 'was ill' });
    await age(path, 40 * minute);
    const submissions: Record<string, number> = {};
    for (const [who, team] of [
      [ann!, 't1'],
      [bob!, 't2'],
    ] as const) {
      const handed = await who.post(`${path}/teams/${team}/tasks/report/files`, { text: 'Late' });
      expect(handed.status).toBe(200);
      submissions[team] = handed.body.seq;
    }
    await age(path, 30 * minute);
    // Now nothing more is taken, but what was handed in is graded, and counts as of when it was handed in.
    expectProblem(
      await cho!.post(`${path}/teams/t3/tasks/report/files`, { text: 'Too late' }),
      409,
      'deadline-passed',
    );
    for (const team of ['t1', 't2']) {
      const graded = await admin!.post(`${path}/teams/${team}/tasks/report/grades`, {
        submission: submissions[team],
        scores: { facts: 25, style: 15 },
      });
      expect(graded.status).toBe(200);
    }
    const { items } = (await admin!.get(`${path}/grades`)).body;
    expect(items).toMatchObject([
      { team: 't1', tasks: { report: 30 }, total: 30, late: true, lateDeductions: { report: 10 } },
      {
        team: 't2',
        tasks: { report: 40 },
        total: 40,
        late: false,
        lateDeductions: {},
        extension: 20 * minute,
      },
      { team: 't3', total: 0, late: false },
    ]);
    const file = await fetch(`${at.url}${path}/grades?format=csv`, {
      headers: { authorization: `Bearer ${admin!.token}` },
    });
    const [head, ...lines] = (await file.text()).split('\r\n').map((line) => line.split(','));
    const column = (name: string) => head!.indexOf(name);
    const told = ['total_before_late', 'late_deduction', 'total', 'late', 'extension_minutes'].map(column);
    expect(told).not.toContain(-1);
    expect(lines.slice(0, 2).map((line) => told.map((place) => line[place]))).toEqual([
      ['40', '10', '30', 'yes', '0'],
      ['40', '0', '40', 'no', '20'],
    ]);
  });
});
