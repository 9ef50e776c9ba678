import { ExerciseLog, ScenarioPacks } from '#persistence';
import { tarOf } from '#range';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApplication, type Someone, type TestApplication } from '../support/application.js';
import { expectProblem } from '../support/problems.js';
import { smallScenario } from '../support/scenario.js';

let at: TestApplication;
let [author, other, learner]: Someone[] = [];

beforeAll(async () => {
  at = await startApplication();
  [author, other, learner] = [
    await at.someone('author', 'author'),
    await at.someone('other', 'author'),
    await at.someone('learner'),
  ];
});
afterAll(() => at.close());

/** Keeps the small scenario with another text in the place of one of its own, and returns its digest. */
async function draft(from: string, to: string): Promise<string> {
  const yaml = smallScenario['scenario.yaml']!;
  expect(yaml).toContain(from);
  const files = { ...smallScenario, 'scenario.yaml': yaml.replace(from, to) };
  const archive = await tarOf(
    Object.entries(files).map(([path, text]) => ({
      path,
      content: Buffer.from(text),
      uid: 0,
      gid: 0,
      mode: 0o644,
    })),
  );
  const kept = await author!.post('/api/v1/scenarios/drafts', new Uint8Array(archive), {
    'content-type': 'application/x-tar',
  });
  expect(kept.status).toBe(201);
  return kept.body.digest as string;
}

async function exercise(who = author!, mode = 'solo'): Promise<string> {
  const made = await who.post('/api/v1/exercises', { scenario: 'small', mode });
  expect(made.status).toBe(201);
  return `/api/v1/exercises/${made.body.id}`;
}

describe('an author who goes on with another version', () => {
  let path: string;
  const titleOf = async () => (await author!.get(`${path}/scenario`)).body.tasks[0].title.en;
  beforeAll(async () => (path = await exercise()));

  it('plays by it at once, and keeps what was earned by what it still gives', async () => {
    await author!.post(`${path}/start`);
    const answer = (task: string, text: string) =>
      author!.post(`${path}/teams/t1/tasks/${task}/answers`, { answer: text });
    expect((await answer('greet', 'xin chào')).body).toMatchObject({ correct: true, points: 10 });
    expect(await titleOf()).toBe('Greet');

    const dearer = await draft(
      'en: Greet }\n    description: { vi: Hãy chào, en: Say hello }\n    points: 10',
      'en: Say hello }\n    description: { vi: Hãy chào, en: Say hello }\n    points: 15',
    );
    const replaced = await author!.post(`${path}/scenario`, { scenario: dearer });
    expect(replaced).toMatchObject({
      status: 200,
      body: { scenario: { id: 'small', digest: dearer }, topology: false, nodes: [] },
    });
    expect(await titleOf()).toBe('Say hello');
    expect((await author!.get(path)).body.teams[0].score).toBe(15);
    const { items } = (await author!.get(`${path}/events?limit=1000`)).body;
    expect(items.at(-1)).toMatchObject({
      type: 'scenario.replaced',
      payload: { scenario: { digest: dearer } },
    });
  });

  it('judges what comes after it by the new one, also what was sent with it', async () => {
    const next = await draft("answer: { value: '42' }", "answer: { value: '43' }");
    const log = at.app.get(ExerciseLog);
    const id = path.split('/').at(-1)!;
    const from = (await log.state(id)).scenario.digest;
    const guess = { type: 'submit-answer', team: 't1', task: 'guess', actor: author!.account } as const;
    const [before, replaced, after] = await Promise.all([
      log.execute(id, { ...guess, answer: '43' }),
      log.execute(id, {
        type: 'replace-scenario',
        from,
        scenario: { id: 'small', version: '1.0.0', digest: next },
        topology: false,
        nodes: [],
        actor: author!.account,
      }),
      log.execute(id, { ...guess, answer: '43' }),
    ]);
    expect(replaced.ok).toBe(true);
    const verdicts = [before, after].map((outcome) =>
      outcome.ok ? outcome.events.map(({ type, payload }) => [type, payload]) : outcome.refusal,
    );
    expect(verdicts).toMatchObject([
      [['answer.submitted', { correct: false }]],
      [
        ['answer.submitted', { correct: true }],
        ['task.solved', { task: 'guess' }],
      ],
    ]);
  });

  it('is seen by another process that held the setting of the one before', async () => {
    const elsewhere = new ExerciseLog(at.db, new ScenarioPacks(at.db));
    const id = path.split('/').at(-1)!;
    expect((await elsewhere.setting(id)).scenario.nodes['box']!.files[0]!.path).toBe('/etc/flag');
    const moved = await draft('path: /etc/flag', 'path: /etc/door');
    expect((await author!.post(`${path}/scenario`, { scenario: moved })).body).toMatchObject({
      nodes: ['box'],
    });
    const outcome = await elsewhere.execute(id, { type: 'finish', actor: author!.account });
    expect(outcome.ok).toBe(true);
    expect((await elsewhere.setting(id)).scenario.nodes['box']!.files[0]!.path).toBe('/etc/door');
    expectProblem(await author!.post(`${path}/scenario`, { scenario: moved }), 409, 'exercise-over');
  });
});

describe('what another version is refused to', () => {
  it('whoever is no author, and whoever leads another exercise', async () => {
    const next = { scenario: await draft('en: Small }', 'en: Smaller }') };
    expectProblem(await learner!.post(`${await exercise(learner)}/scenario`, next), 403, 'not-yours');
    const path = await exercise();
    expectProblem(await other!.post(`${path}/scenario`, next), 403, 'not-yours');
    expectProblem(await learner!.post(`${path}/scenario`, next), 403, 'not-yours');
    expect((await author!.get(path)).body.scenario.title.en).toBe('Small');
  });

  it('what is no draft, or nothing at all', async () => {
    const path = await exercise();
    const unknown = `sha256:${'0'.repeat(64)}`;
    expectProblem(await author!.post(`${path}/scenario`, { scenario: unknown }), 404, 'scenario-unknown');
    for (const body of [{}, { scenario: 'small' }, { scenario: unknown, topology: false }]) {
      expect((await author!.post(`${path}/scenario`, body)).status).toBe(400);
    }
  });
});
