import { ExerciseLog, ExerciseRow, RangeRow } from '#persistence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApplication, type Answer, type Someone, type TestApplication } from '../support/application.js';
import { expectProblem } from '../support/problems.js';

const hour = 3_600_000;
let at: TestApplication;
let [ann, bob, teacher]: Someone[] = [];

beforeAll(async () => {
  process.env.VOCR_RANGE_LIFETIME = '1h';
  at = await startApplication();
  ann = await at.someone('ann');
  bob = await at.someone('bob');
  teacher = await at.someone('teacher', 'instructor');
});
afterAll(async () => {
  await at.close();
  delete process.env.VOCR_RANGE_LIFETIME;
});

/** A running class of ann's alone, with its range ready; or ann's own solo exercise. */
async function begin(mode: 'class' | 'solo') {
  const who = mode === 'class' ? teacher! : ann!;
  const made = await who.post('/api/v1/exercises', {
    scenario: 'small',
    mode,
    ...(mode === 'class' ? { teams: [{ members: ['ann'] }] } : {}),
  });
  const exercise = made.body.id as string;
  const path = `/api/v1/exercises/${exercise}`;
  const range = (await who.post(`${path}/start`, { prelaunch: true })).body.ranges[0].id as string;
  const log = at.app.get(ExerciseLog);
  await log.execute(exercise, { type: 'place-range', actor: 'system', range, host: 'h1' });
  for (const report of [
    { is: 'preparing' },
    { is: 'starting', images: { box: 'sha256:1' } },
    { is: 'node-ready', node: 'box' },
    { is: 'ready' },
  ] as const) {
    await log.execute(exercise, { type: 'report-range', actor: 'worker:h1', range, generation: 1, report });
  }
  const expiry = async () => (await at.db.getRepository(RangeRow).findOneByOrFail({ id: range })).expiresAt;
  return {
    exercise,
    path,
    range,
    expiry,
    answer: (): Promise<Answer> => ann!.post(`${path}/teams/t1/tasks/greet/answers`, { answer: 'x' }),
  };
}

/** Has the log be as if all in it had happened so much earlier. */
async function age(exercise: string, range: string, ms: number) {
  await at.db.query(`UPDATE events SET at = at - $2 WHERE exercise = $1`, [exercise, ms]);
  await at.db.query(`UPDATE ranges SET expires_at = expires_at - $2 * interval '1 ms' WHERE id = $1`, [
    range,
    ms,
  ]);
  forget(exercise);
}

/** What another process, or this one started anew, would do: fold the log from its start. */
const forget = (exercise: string) =>
  (at.app.get(ExerciseLog) as unknown as { open: Map<string, unknown> }).open.delete(exercise);

describe('a pause', () => {
  it('stops clock, machines and answers until it ends', async () => {
    const { exercise, path, answer } = await begin('class');
    const paused = await teacher!.post(`${path}/pause`);
    expect([paused.status, paused.body.state, paused.body.clock.running]).toEqual([200, 'paused', false]);
    expectProblem(await teacher!.post(`${path}/pause`), 409, 'exercise-paused');
    expectProblem(await answer(), 409, 'exercise-paused', /paused/);
    expectProblem(await ann!.post(`${path}/teams/t1/tasks/mend/check`), 409, 'exercise-paused');
    expectProblem(await ann!.post(`${path}/teams/t1/range/reset`), 409, 'exercise-paused');
    const seen = (await ann!.get(path)).body;
    expect(seen).toMatchObject({ state: 'paused', clock: { ms: paused.body.clock.ms, running: false } });
    expect(seen.ranges[0]).toMatchObject({
      state: 'suspended',
      reason: 'exercise-paused',
      nodes: [{ id: 'box', state: 'suspended' }],
    });
    forget(exercise);
    const resumed = await teacher!.post(`${path}/resume`);
    expect(resumed.body).toMatchObject({ state: 'running', clock: { running: true } });
    expectProblem(await teacher!.post(`${path}/resume`), 409, 'exercise-not-paused', /running/);
    expect((await answer()).status).toBe(200);
    expect((await ann!.get(path)).body.ranges[0]).toMatchObject({
      state: 'ready',
      nodes: [{ state: 'ready' }],
    });
    const { phase } = await at.db.getRepository(ExerciseRow).findOneByOrFail({ id: exercise });
    expect(phase).toBe('running');
  });

  it('costs a class none of its ranges’ time, in the table as in the log', async () => {
    const { exercise, path, range, expiry } = await begin('class');
    await teacher!.post(`${path}/pause`);
    // The pause is two hours long by now, and the range an hour past its end.
    await age(exercise, range, 2 * hour);
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    await teacher!.post(`${path}/resume`);
    const inTable = (await expiry())!.getTime();
    expect(Math.abs(inTable - Date.now() - hour)).toBeLessThan(30_000);
    expect(Date.parse((await ann!.get(path)).body.ranges[0].expiresAt)).toBe(inTable);
    forget(exercise);
    expect(Date.parse((await ann!.get(path)).body.ranges[0].expiresAt)).toBe(inTable);
  });

  it('of an exercise of one’s own does not keep its range for ever, and all that was done is kept', async () => {
    const { exercise, path, range } = await begin('solo');
    const before = (await ann!.get(path)).body.seq;
    await ann!.post(`${path}/pause`);
    await age(exercise, range, 2 * hour);
    await expect.poll(async () => (await ann!.get(path)).body.ranges[0].state).toBe('stopping');
    const log = at.app.get(ExerciseLog);
    await log.execute(exercise, {
      type: 'report-range',
      actor: 'worker:h1',
      range,
      generation: 1,
      report: { is: 'gone' },
    });
    expectProblem(await ann!.post(`${path}/teams/t1/range/start`), 409, 'exercise-paused');
    await ann!.post(`${path}/resume`);
    expect((await ann!.post(`${path}/teams/t1/range/start`)).status).toBe(202);
    const seen = (await ann!.get(path)).body;
    expect(seen.seq).toBeGreaterThan(before);
    expect(seen.ranges[0].state).toBe('requested');
  });

  it('is for who leads the exercise', async () => {
    const { path } = await begin('class');
    for (const what of ['pause', 'resume']) {
      expectProblem(await ann!.post(`${path}/${what}`), 403, 'not-yours');
      expectProblem(await bob!.post(`${path}/${what}`), 403, 'not-yours');
    }
  });
});

it('who plays alone comes back days later to all they had done, though their range is long gone', async () => {
  const { exercise, path, range, answer } = await begin('solo');
  await ann!.post(`${path}/teams/t1/tasks/greet/hints/first`);
  expect((await ann!.post(`${path}/teams/t1/tasks/greet/answers`, { answer: 'xin chào' })).body.correct).toBe(
    true,
  );
  await age(exercise, range, 72 * hour);
  const state = async () => (await ann!.get(path)).body.ranges[0].state as string;
  await expect.poll(state).toBe('stopping');
  const log = at.app.get(ExerciseLog);
  const gone = {
    type: 'report-range',
    actor: 'worker:h1',
    range,
    generation: 1,
    report: { is: 'gone' },
  } as const;
  await log.execute(exercise, gone);
  expect((await ann!.post(`${path}/teams/t1/range/start`)).status).toBe(202);
  expect(await state()).toBe('requested');
  const [team] = (await ann!.get(path)).body.teams;
  expect(team.score).toBe(7);
  expect(team.tasks[0]).toMatchObject({ id: 'greet', solved: true, hints: [{ id: 'first' }] });
  expectProblem(await answer(), 409, 'task-already-solved');
  expect((await ann!.post(`${path}/teams/t1/tasks/guess/answers`, { answer: '42' })).body.correct).toBe(true);
});

describe('the speed of a clock', () => {
  it('is an instructor’s to set, within its bounds', async () => {
    const { path } = await begin('class');
    const set = await teacher!.post(`${path}/clock`, { speed: 60 });
    expect([set.status, set.body.clock.speed]).toEqual([200, 60]);
    const before = (await ann!.get(path)).body.clock.ms;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await ann!.get(path)).body.clock.ms - before).toBeGreaterThanOrEqual(60 * 450);
    for (const speed of [0, 0.1, 61, '2', null]) {
      expectProblem(await teacher!.post(`${path}/clock`, { speed }), 400, 'request-invalid', /speed/);
    }
    expectProblem(await ann!.post(`${path}/clock`, { speed: 2 }), 403, 'not-yours');
  });

  it('is not a learner’s to set who plays alone', async () => {
    const { path } = await begin('solo');
    expectProblem(await ann!.post(`${path}/clock`, { speed: 0.25 }), 403, 'not-yours', /instructor/);
    expect((await ann!.post(`${path}/pause`)).status).toBe(200);
    expect((await ann!.post(`${path}/resume`)).status).toBe(200);
  });

  it('is an author’s to set who tries a scenario alone', async () => {
    const author = await at.someone('author', 'author');
    const { body } = await author.post('/api/v1/exercises', { scenario: 'small', mode: 'solo' });
    const path = `/api/v1/exercises/${body.id}`;
    await author.post(`${path}/start`);
    const set = await author.post(`${path}/clock`, { speed: 10 });
    expect([set.status, set.body.clock.speed]).toEqual([200, 10]);
  });
});

describe('a check that is under way', () => {
  const results = [{ title: { en: 'The file is gone' }, outcome: 'passed' as const, detail: '' }];

  it('ends with a pause, and a result that comes after it counts for nothing, also once it goes on', async () => {
    const { exercise, path, range } = await begin('class');
    const log = at.app.get(ExerciseLog);
    const { since } = (await log.state(exercise)).clock;
    const asked = performance.now();
    const waiting = ann!.post(`${path}/teams/t1/tasks/mend/check`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await teacher!.post(`${path}/pause`)).status).toBe(200);
    expectProblem(await waiting, 409, 'exercise-paused', /ask again/);
    expect(performance.now() - asked).toBeLessThan(20_000);
    const report = {
      ...{
        type: 'report-check' as const,
        actor: 'worker:h1',
        team: 't1',
        task: 'mend',
        request: 'q',
        results,
      },
      of: { range, generation: 1, since },
    };
    expect(await log.execute(exercise, report)).toMatchObject({ refusal: { type: 'exercise-paused' } });
    await teacher!.post(`${path}/resume`);
    expect(await log.execute(exercise, report)).toMatchObject({ refusal: { type: 'tick-out-of-date' } });
    const of = { range, generation: 1, since: (await log.state(exercise)).clock.since };
    expect(await log.execute(exercise, { ...report, of })).toMatchObject({ ok: true });
  });
});
