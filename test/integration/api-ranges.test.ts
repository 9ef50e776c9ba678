import type { RangeReport } from '#exercise';
import { ExerciseLog, RangeRow } from '#persistence';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApplication, type Answer, type Someone, type TestApplication } from '../support/application.js';
import { expectProblem } from '../support/problems.js';

const hour = 3_600_000;
let at: TestApplication;
let [ann, teacher]: Someone[] = [];
let path: string;
let exercise: string;
let range: string;

beforeAll(async () => {
  process.env.VOCR_RANGE_LIFETIME = '1h';
  process.env.VOCR_RANGE_LIFETIME_MOST = '90m';
  at = await startApplication();
  [ann, teacher] = [await at.someone('ann'), await at.someone('teacher', 'instructor')];
});
afterAll(async () => {
  await at.close();
  delete process.env.VOCR_RANGE_LIFETIME;
  delete process.env.VOCR_RANGE_LIFETIME_MOST;
});

/** What the worker would report, had it done its part. */
const report = (word: RangeReport, resets?: number) =>
  at.app.get(ExerciseLog).execute(exercise, {
    type: 'report-range',
    actor: 'worker:h1',
    range,
    generation: 1,
    ...(resets === undefined ? {} : { resets }),
    report: word,
  });
const does = (who: Someone, what: string): Promise<Answer> => who.post(`${path}/teams/t1/range/${what}`);
const rangeNow = async () => (await teacher!.get(path)).body.ranges[0];

/** A class of ann's alone, whose range is ready. */
beforeEach(async () => {
  const made = await teacher!.post('/api/v1/exercises', {
    scenario: 'small',
    mode: 'class',
    teams: [{ members: ['ann'] }],
  });
  exercise = made.body.id;
  path = `/api/v1/exercises/${exercise}`;
  const started = await teacher!.post(`${path}/start`, { prelaunch: true });
  range = started.body.ranges[0].id;
  const log = at.app.get(ExerciseLog);
  await log.execute(exercise, { type: 'place-range', actor: 'system', range, host: 'h1' });
  await report({ is: 'preparing' });
  await report({ is: 'starting', images: { box: 'sha256:1' } });
  await report({ is: 'node-ready', node: 'box' });
  await report({ is: 'ready' });
});

describe('a range', () => {
  it('is suspended and goes on', async () => {
    expect((await does(ann!, 'suspend')).status).toBe(202);
    expect(await rangeNow()).toMatchObject({
      state: 'suspended',
      nodes: [{ id: 'box', state: 'suspended' }],
    });
    expectProblem(await does(ann!, 'suspend'), 409, 'range-suspended', /resume/);
    expectProblem(await does(ann!, 'start'), 409, 'range-suspended', /resume/);
    expectProblem(await does(ann!, 'nodes/box/reset'), 409, 'range-suspended', /resume/);
    expect((await does(ann!, 'resume')).status).toBe(202);
    expect(await rangeNow()).toMatchObject({ state: 'ready', nodes: [{ id: 'box', state: 'ready' }] });
    expectProblem(await does(ann!, 'resume'), 409, 'range-not-suspended', /ready/);
    const { status } = await at.db.getRepository(RangeRow).findOneByOrFail({ id: range });
    expect(status).toBe('ready');
  });

  it('takes no check and no report while it is suspended', async () => {
    await does(ann!, 'suspend');
    const check = await ann!.post(`${path}/teams/t1/tasks/mend/check`);
    expectProblem(check, 409, 'range-suspended', /resume/);
    await report({ is: 'ready' });
    expect((await rangeNow()).state).toBe('suspended');
  });

  it('builds one node anew', async () => {
    expect((await does(ann!, 'nodes/box/reset')).status).toBe(202);
    expect(await rangeNow()).toMatchObject({ state: 'degraded', nodes: [{ id: 'box', state: 'starting' }] });
    // What was known before the reset says nothing about what is there after it.
    await report({ is: 'ready' }, 0);
    expect((await rangeNow()).state).toBe('degraded');
    await report({ is: 'node-ready', node: 'box' }, 1);
    await report({ is: 'ready' }, 1);
    expect(await rangeNow()).toMatchObject({ state: 'ready', nodes: [{ id: 'box', state: 'ready' }] });
    expectProblem(await does(ann!, 'nodes/nowhere/reset'), 404, 'node-unknown', /nowhere/);
    expectProblem(await does(ann!, 'nodes/No%20Name/reset'), 400, 'request-invalid');
  });
});

describe('the life of a range', () => {
  /** Turns back the time of its request, and so of its end. */
  const age = async (ms: number) => {
    await at.db.query(`UPDATE events SET at = at - $2 WHERE exercise = $1`, [exercise, ms]);
    await at.db.query(`UPDATE ranges SET expires_at = expires_at - $2 * interval '1 ms' WHERE id = $1`, [
      range,
      ms,
    ]);
    (at.app.get(ExerciseLog) as unknown as { open: Map<string, unknown> }).open.delete(exercise);
  };
  const left = async () => Date.parse((await rangeNow()).expiresAt) - Date.now();

  it('has an end, which a learner may put off only so far, and staff at will', async () => {
    expect(Math.abs((await left()) - hour)).toBeLessThan(30_000);
    expectProblem(await does(ann!, 'extend'), 409, 'range-life-over');

    await age(hour / 2 + hour / 4);
    const answer = await does(ann!, 'extend');
    expect(answer.status).toBe(200);
    // An hour and a half after its request, of which three quarters of an hour are over.
    expect(Math.abs(Date.parse(answer.body.expiresAt) - Date.now() - 0.75 * hour)).toBeLessThan(30_000);
    expect((await rangeNow()).expiresAt).toBe(answer.body.expiresAt);
    expectProblem(await does(ann!, 'extend'), 409, 'range-life-over', /as long as it may/);

    expect((await does(teacher!, 'extend')).status).toBe(200);
    expect(Math.abs((await left()) - hour)).toBeLessThan(30_000);
  });

  it('ends when its time is over, and says why', async () => {
    await does(ann!, 'suspend');
    await age(hour + 1_000);
    await expect.poll(async () => (await rangeNow()).state).toBe('stopping');
    await report({ is: 'gone' });
    expect(await rangeNow()).toMatchObject({ state: 'gone', reason: 'expired' });
    const { items } = (await teacher!.get(`${path}/events?limit=1000`)).body;
    const endings = items.filter(({ type }: { type: string }) => type === 'range.stopping');
    expect(endings).toMatchObject([{ actor: 'system', payload: { reason: 'expired' } }]);
    expectProblem(await does(ann!, 'extend'), 409, 'range-not-ready');
    // Asked for again, it has its whole time again.
    expect((await does(ann!, 'start')).status).toBe(202);
    expect(Math.abs((await left()) - hour)).toBeLessThan(30_000);
    expect((await rangeNow()).reason).toBeUndefined();
  });
});
