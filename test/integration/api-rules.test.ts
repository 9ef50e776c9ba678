import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApplication, type Someone, type TestApplication } from '../support/application.js';
import { expectProblem } from '../support/problems.js';

let at: TestApplication;
let [ann, bob, teacher]: Someone[] = [];
let path: string;
let teams: Record<'ann' | 'bob', string>;

beforeAll(async () => {
  at = await startApplication();
  [ann, bob, teacher] = [
    await at.someone('ann'),
    await at.someone('bob'),
    await at.someone('teacher', 'instructor'),
  ];
  const made = await teacher.post('/api/v1/exercises', { scenario: 'small', mode: 'class' });
  path = `/api/v1/exercises/${made.body.id}`;
  const teamOf = async (who: Someone) => (await who.post(`${path}/join`)).body.you.teams[0] as string;
  await teacher.post(`${path}/start`);
  teams = { ann: await teamOf(ann), bob: await teamOf(bob) };
});
afterAll(() => at.close());

const answer = (who: Someone, team: string, task: string, text: string) =>
  who.post(`${path}/teams/${team}/tasks/${task}/answers`, { answer: text });
const scores = async (who: Someone, query = '') =>
  Object.fromEntries(
    ((await who.get(`${path}/scoreboard${query}`)).body.items as { name: string; score: number }[]).map(
      ({ name, score }) => [name, score],
    ),
  );
const hello = { value: 'Hello', caseSensitive: false };

describe('the rules of an exercise', () => {
  it('are mended by a revision whose difference is shown first', async () => {
    await answer(ann!, teams.ann, 'greet', 'xin chào');
    await answer(bob!, teams.bob, 'greet', 'hello');
    const body = { reason: 'English counts', tasks: { greet: { answer: hello, points: 15 } } };
    const preview = (await teacher!.post(`${path}/rules/preview`, body)).body;
    expect(preview.teams).toEqual([
      {
        team: teams.bob,
        name: 'bob',
        before: { rank: 2, score: 0 },
        after: { rank: 1, score: 15 },
        tasks: [{ task: 'greet', before: 0, after: 15 }],
      },
      {
        team: teams.ann,
        name: 'ann',
        before: { rank: 1, score: 10 },
        after: { rank: 2, score: 0 },
        tasks: [{ task: 'greet', before: 10, after: 0 }],
      },
    ]);
    expect(await scores(teacher!)).toEqual({ ann: 10, bob: 0 });

    const { status, body: book } = await teacher!.post(`${path}/rules`, { ...body, seq: preview.seq });
    expect(status).toBe(200);
    expect(book.revisions).toMatchObject([{ revision: 1, reason: 'English counts' }]);
    expect(book.tasks[0]).toMatchObject({ id: 'greet', points: 15, answer: hello });
    expect(await scores(teacher!)).toEqual({ ann: 0, bob: 15 });
    // As of before, the board says what it said then.
    expect(await scores(teacher!, `?at=${preview.seq}`)).toEqual({ ann: 10, bob: 0 });
  });

  it('open what comes after for who turned out to be right, and let the others answer again', async () => {
    expect((await answer(bob!, teams.bob, 'door', 'x')).status).toBe(200);
    expect((await answer(ann!, teams.ann, 'greet', 'HELLO')).body).toMatchObject({ correct: true });
    expect(await scores(teacher!)).toEqual({ ann: 15, bob: 15 });
  });

  it('are not mended on a preview that is out of date, nor by what the scenario does not have', async () => {
    const { seq } = (await teacher!.get(`${path}/rules`)).body as { seq: number };
    await answer(bob!, teams.bob, 'guess', '1');
    const revision = { reason: 'r', tasks: { guess: { void: true } } };
    expectProblem(await teacher!.post(`${path}/rules`, { ...revision, seq }), 409, 'rules-moved');
    for (const tasks of [
      { none: { points: 1 } },
      { mend: { answer: hello } },
      { greet: { hints: { none: 1 } } },
    ]) {
      expectProblem(
        await teacher!.post(`${path}/rules/preview`, { reason: 'r', tasks }),
        422,
        'rules-invalid',
        /tasks\./,
      );
    }
    expect(
      (await teacher!.post(`${path}/rules/preview`, { reason: 'r', tasks: { greet: { points: 'x' } } }))
        .status,
    ).toBe(400);
  });

  it('are seen and mended by staff alone; learners are told that they were, and why', async () => {
    expectProblem(await ann!.get(`${path}/rules`), 403, 'not-yours');
    expectProblem(await ann!.post(`${path}/rules/preview`, { reason: 'r', tasks: {} }), 403, 'not-yours');
    expectProblem(await ann!.post(`${path}/rules`, { reason: 'r', tasks: {}, seq: 1 }), 403, 'not-yours');
    const { items } = (await ann!.get(`${path}/events?limit=1000`)).body;
    const told = items.find(({ type }: { type: string }) => type === 'rules.revised');
    expect(told.payload).toEqual({ revision: 1, reason: 'English counts' });
  });
});

describe('the ledger and the board', () => {
  it('explain each point in words of both languages, page by page', async () => {
    const { items } = (await bob!.get(`${path}/ledger`)).body;
    expect(items).toMatchObject([{ team: teams.bob, task: 'greet', points: 15, reason: 'answer' }]);
    expect(items[0].words.en).toMatch(/^Right answer to “Greet”: \+15 points \(event \d+, at /);
    expect(items[0].words.vi).toMatch(/^Trả lời đúng “Chào”: \+15 điểm \(sự kiện \d+, lúc /);
    const first = (await teacher!.get(`${path}/ledger?limit=1`)).body;
    expect(first.items).toHaveLength(1);
    const rest = (await teacher!.get(`${path}/ledger?limit=1&after=${first.next}`)).body;
    expect([first.items[0].team, rest.items[0].team].sort()).toEqual([teams.ann, teams.bob].sort());
    expect(rest.next).toBeUndefined();
  });

  it('give CTFtime its feed', async () => {
    const { body } = await teacher!.get(`${path}/scoreboard?format=ctftime`);
    expect(body.tasks).toEqual(['Greet', 'Guess', 'Door', 'Mend']);
    expect(body.standings[0]).toMatchObject({
      pos: 1,
      team: 'bob',
      score: 15,
      taskStats: { Greet: { points: 15 } },
    });
    expect(Math.abs(body.standings[0].lastAccept - Date.now() / 1000)).toBeLessThan(600);
    expectProblem(await teacher!.get(`${path}/scoreboard?format=xml`), 400, 'request-invalid');
  });
});
