import { ExerciseLog } from '#persistence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApplication, type Someone, type TestApplication } from '../support/application.js';
import { folder, sendDraft } from '../support/packs.js';
import { expectProblem } from '../support/problems.js';
import { smallScenario } from '../support/scenario.js';
import { until } from '../support/until.js';

let at: TestApplication;
let [admin, ann, bob]: Someone[] = [];
let path: string;
let flagOf: (team: string) => string;
const task = (team: string, name: string) => `${path}/teams/${team}/tasks/${name}`;
const answer = (who: Someone, team: string, name: string, text: string) =>
  who.post(`${task(team, name)}/answers`, { answer: text });

const changes: [string, string][] = [
  ['requires: [greet]', 'soonest: 5m'],
  [
    '{ value: Xin chào, caseSensitive: false }',
    '{ value: Xin chào, normalise: [marks, spaces, punctuation] }',
  ],
  [
    "answer: { value: '42' }\n    attempts: 2",
    `answer: { number: { value: '42', tolerance: 0.5 } }
    cooldown: 2s
    solution: { vi: 'Là 42 ({{ nodes.box.ip }})', en: 'It is 42 ({{ nodes.box.ip }})' }`,
  ],
];

beforeAll(async () => {
  at = await startApplication();
  [admin, ann, bob] = [await at.someone('boss', 'admin'), await at.someone('ann'), await at.someone('bob')];
  const yaml = changes.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, smallScenario['scenario.yaml']!);
  const kept = await sendDraft(admin, folder('small', '1.0.0', { 'scenario.yaml': yaml }));
  expect(kept.status).toBe(201);
  const made = await admin.post('/api/v1/exercises', {
    scenario: kept.body.digest,
    mode: 'class',
    teams: [
      { id: 't1', name: 'Một', members: ['ann'] },
      { id: 't2', name: 'Hai', members: ['bob'] },
    ],
  });
  expect(made.status).toBe(201);
  path = `/api/v1/exercises/${made.body.id}`;
  await admin.post(`${path}/start`);
  const { values } = await at.app.get(ExerciseLog).setting(made.body.id as string);
  flagOf = (team) => values(team).door_flag!;
});
afterAll(() => at.close());

describe('an answer', () => {
  it('may leave out what the task says does not count', async () => {
    expect((await answer(ann!, 't1', 'greet', '“xin-chao”')).body).toEqual({ correct: false, points: 0 });
    expect((await answer(ann!, 't1', 'greet', '“Xin-chao”')).body).toEqual({ correct: true, points: 10 });
  });

  it('that is wrong is followed by the wait that the task wants, and told so', async () => {
    const wrong = await answer(bob!, 't2', 'guess', '43');
    expect(wrong.body).toEqual({ correct: false, points: 0, retryAfter: 2 });
    const early = await answer(bob!, 't2', 'guess', '42');
    expectProblem(early, 429, 'answer-too-soon', /s are left/);
    expect(early.headers.get('retry-after')).toBe(String(early.body.retryAfter));
    const mine = (await bob!.get(path)).body.teams.find(({ id }: { id: string }) => id === 't2');
    expect(mine.tasks[1]).toMatchObject({ id: 'guess', solved: false, retryAfter: early.body.retryAfter });
    await until('the wait is over', async () => (await answer(bob!, 't2', 'guess', '42,5')).status === 200);
    expectProblem(await answer(bob!, 't2', 'guess', '42'), 409, 'task-already-solved');
  });
});

describe('a solution', () => {
  it('is shown at the price of the task, once, and to the team alone', async () => {
    const shown = (await ann!.get(`${path}/scenario`)).body;
    expect(JSON.stringify(shown)).not.toContain('It is 42');
    expect(shown.tasks[1]).toMatchObject({ id: 'guess', solution: true, cooldown: '2s' });
    expectProblem(await bob!.post(`${task('t1', 'guess')}/solution`), 403, 'not-yours');
    expectProblem(await ann!.post(`${task('t1', 'door')}/solution`), 404, 'solution-unknown');
    const bought = await ann!.post(`${task('t1', 'guess')}/solution`);
    const text = { vi: 'Là 42 (192.168.56.10)', en: 'It is 42 (192.168.56.10)' };
    expect(bought).toMatchObject({ status: 200, body: { cost: 20, text } });
    expectProblem(await ann!.post(`${task('t1', 'guess')}/solution`), 409, 'solution-already-revealed');
    const [mine, other] = (await admin!.get(path)).body.teams;
    expect(mine.tasks[1].solution).toEqual(text);
    expect(other.tasks[1].solution).toBeUndefined();
    const seen = JSON.stringify((await bob!.get(`${path}/events?limit=1000`)).body);
    expect(seen).not.toContain('solution.revealed');
  });

  it('leaves nothing to be earned by the task', async () => {
    const before = (await admin!.get(path)).body.teams[0].score as number;
    expect((await answer(ann!, 't1', 'guess', '42')).body).toMatchObject({ correct: true });
    expect((await admin!.get(path)).body.teams[0].score).toBeLessThanOrEqual(before);
  });
});

describe('the integrity report', () => {
  it("names who submitted another team's value, whose it was, and who was too quick; it changes no points", async () => {
    expect((await answer(ann!, 't1', 'door', flagOf('t1'))).body).toMatchObject({ correct: true });
    expect((await answer(bob!, 't2', 'door', flagOf('t1'))).body).toMatchObject({ correct: false });
    const scores = (await admin!.get(`${path}/scoreboard`)).body;
    const { status, body } = await admin!.get(`${path}/integrity`);
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      { kind: 'too-soon', teams: ['t1'], task: 'door' },
      { kind: 'foreign-value', teams: ['t2', 't1'], task: 'door' },
    ]);
    expect(body.items[1].evidence.en).toMatch(/^Hai submitted to “Door” the value that belongs to Một alone/);
    expect(body.items[1].evidence.vi).toMatch(/^Hai đã nộp cho “Cửa” giá trị chỉ thuộc về Một/);
    expect(JSON.stringify(body)).not.toContain(flagOf('t1'));
    expect((await admin!.get(`${path}/scoreboard`)).body).toEqual(scores);
  });

  it('is for the staff', async () => {
    for (const who of [ann!, bob!]) expectProblem(await who.get(`${path}/integrity`), 403, 'not-yours');
  });
});
