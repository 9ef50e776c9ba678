import { ExerciseLog, ExerciseRow } from '#persistence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ScheduleService } from '../../apps/orchestrator/exercises/schedule.service.js';
import { startApplication, type Someone, type TestApplication } from '../support/application.js';
import { expectProblem } from '../support/problems.js';

const minute = 60_000;
let at: TestApplication;
let [ann, bob, cho, teacher, other]: Someone[] = [];

beforeAll(async () => {
  at = await startApplication();
  [ann, bob, cho] = [await at.someone('ann'), await at.someone('bob'), await at.someone('cho')];
  [teacher, other] = [await at.someone('teacher', 'instructor'), await at.someone('other', 'instructor')];
});
afterAll(() => at.close());

/** A class, not started. */
async function newClass(teams: object[] = []): Promise<string> {
  const made = await teacher!.post('/api/v1/exercises', { scenario: 'small', mode: 'class', teams });
  expect(made.status).toBe(201);
  return `/api/v1/exercises/${made.body.id}`;
}
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
const stateOf = async (path: string) => (await teacher!.get(path)).body.state;
const greet = (who: Someone, path: string, team: string) =>
  who.post(`${path}/teams/${team}/tasks/greet/answers`, { answer: 'xin chào' });
/** Has all in the log be so much earlier. */
async function age(path: string, ms: number) {
  const exercise = path.split('/').at(-1)!;
  await at.db.query(`UPDATE events SET at = at - $2 WHERE exercise = $1`, [exercise, ms]);
  (at.app.get(ExerciseLog) as unknown as { open: Map<string, unknown> }).open.delete(exercise);
}

describe('an exercise with a time of opening', () => {
  it('starts by itself, once, however many look after it', async () => {
    const path = await newClass();
    const set = await teacher!.post(`${path}/schedule`, {
      opensAt: inMs(-1_000),
      closesAt: inMs(60 * minute),
    });
    expect([set.status, set.body.state]).toEqual([200, 'scheduled']);
    const looks = [at.app.get(ScheduleService), at.app.get(ScheduleService)].map((one) => one.look());
    await Promise.all(looks);
    expect(await stateOf(path)).toBe('running');
    await at.app.get(ScheduleService).look();
    const { items } = (await teacher!.get(`${path}/events`)).body;
    expect(items.filter(({ type }: { type: string }) => type === 'exercise.started')).toHaveLength(1);
    expect(items.find(({ type }: { type: string }) => type === 'exercise.started').actor).toBe('system');
  });

  it('waits until then, can be joined, and can be started sooner', async () => {
    const path = await newClass();
    await teacher!.post(`${path}/schedule`, { opensAt: inMs(60 * minute), deadline: inMs(90 * minute) });
    await at.app.get(ScheduleService).look();
    expect(await stateOf(path)).toBe('scheduled');
    const seen = (await ann!.post(`${path}/join`)).body;
    expect(seen.schedule.deadline).toBe(30 * minute);
    expectProblem(await greet(ann!, path, 't1'), 409, 'exercise-not-running');
    expect((await teacher!.post(`${path}/start`)).body.state).toBe('running');
    expectProblem(
      await teacher!.post(`${path}/schedule`, { opensAt: inMs(minute) }),
      409,
      'exercise-already-started',
    );
  });

  it('closes by itself, and a pause puts that off', async () => {
    const path = await newClass();
    await teacher!.post(`${path}/start`);
    await teacher!.post(`${path}/schedule`, { closesAt: inMs(10 * minute) });
    const before = Date.parse((await teacher!.get(path)).body.schedule.closesAt);
    await teacher!.post(`${path}/pause`);
    await at.app.get(ScheduleService).look(Date.now() + 20 * minute);
    expect(await stateOf(path)).toBe('paused');
    await age(path, 30 * minute);
    await teacher!.post(`${path}/resume`);
    const later = Date.parse((await teacher!.get(path)).body.schedule.closesAt);
    expect(Math.abs(later - before - 30 * minute)).toBeLessThan(30_000);
    const row = await at.db.getRepository(ExerciseRow).findOneByOrFail({ id: path.split('/').at(-1)! });
    expect(row.closesAt!.getTime()).toBe(later);
    await at.app.get(ScheduleService).look(later - 1_000);
    expect(await stateOf(path)).toBe('running');
    await at.app.get(ScheduleService).look(later);
    expect(await stateOf(path)).toBe('finished');
  });
});

describe('a deadline', () => {
  it('ends what is taken, but not for a team with an extension; late work counts less', async () => {
    const path = await newClass([{ members: ['ann'] }, { members: ['bob'] }, { members: ['cho'] }]);
    await teacher!.post(`${path}/start`);
    const terms = { deadline: '30m', late: { percent: 50, until: '60m' } };
    expect((await teacher!.post(`${path}/schedule`, terms)).body.schedule).toEqual({
      deadline: 30 * minute,
      late: { percent: 50, until: 60 * minute },
    });
    const granted = await teacher!.post(`${path}/teams/t2/extension`, { by: '20m', reason: 'was ill' });
    expect([granted.status, granted.body]).toEqual([200, { extension: 20 * minute }]);
    await age(path, 40 * minute);
    expect((await greet(ann!, path, 't1')).status).toBe(200);
    expect((await greet(bob!, path, 't2')).status).toBe(200);
    await age(path, 25 * minute);
    expectProblem(await greet(cho!, path, 't3'), 409, 'deadline-passed', /extension/);
    expectProblem(await cho!.post(`${path}/teams/t3/tasks/greet/hints/first`), 409, 'deadline-passed');
    expectProblem(await cho!.post(`${path}/teams/t3/tasks/mend/check`), 409, 'deadline-passed');
    await teacher!.post(`${path}/teams/t3/extension`, { by: '2h' });
    expect((await greet(cho!, path, 't3')).status).toBe(200);
    const { items } = (await teacher!.get(`${path}/grades`)).body;
    expect(
      items.map((row: Record<string, unknown>) => [row.username, row.total, row.late, row.extension]),
    ).toEqual([
      ['ann', 5, true, 0],
      ['bob', 10, false, 20 * minute],
      ['cho', 10, false, 120 * minute],
    ]);
  });

  it('that is set anew is previewed with what it makes of every score, and confirmed as it was seen', async () => {
    const path = await newClass([{ members: ['ann'] }, { members: ['bob'] }]);
    await teacher!.post(`${path}/start`);
    await age(path, 40 * minute);
    expect((await greet(ann!, path, 't1')).body).toMatchObject({ points: 10 });
    const wanted = { deadline: '30m', late: { percent: 50 } };
    const { status, body } = await teacher!.post(`${path}/schedule/preview`, wanted);
    expect(status).toBe(200);
    expect(body.teams).toMatchObject([
      {
        team: 't1',
        before: { score: 10 },
        after: { score: 5 },
        tasks: [{ task: 'greet', before: 10, after: 5 }],
      },
    ]);
    expect((await teacher!.get(path)).body.teams[0].score).toBe(10);
    expect((await greet(bob!, path, 't2')).status).toBe(200);
    expectProblem(await teacher!.post(`${path}/schedule`, { ...wanted, seq: body.seq }), 409, 'rules-moved');
    const again = (await teacher!.post(`${path}/schedule/preview`, wanted)).body;
    expect(again.teams).toHaveLength(2);
    expect((await teacher!.post(`${path}/schedule`, { ...wanted, seq: again.seq })).status).toBe(200);
    expect((await teacher!.get(path)).body.teams.map(({ score }: { score: number }) => score)).toEqual([
      5, 5,
    ]);
    expectProblem(await ann!.post(`${path}/schedule/preview`, wanted), 403, 'not-yours');
    expectProblem(
      await teacher!.post(`${path}/schedule/preview`, { late: { percent: 10 } }),
      400,
      'schedule-invalid',
    );
  });

  it('goes with the clock: with its speed, and not in a pause', async () => {
    const path = await newClass([{ members: ['ann'] }, { members: ['bob'] }]);
    await teacher!.post(`${path}/schedule`, { deadline: '30m' });
    await teacher!.post(`${path}/start`);
    await teacher!.post(`${path}/pause`);
    await age(path, 60 * minute);
    await teacher!.post(`${path}/resume`);
    expect((await greet(ann!, path, 't1')).status).toBe(200);
    await teacher!.post(`${path}/clock`, { speed: 60 });
    await age(path, minute);
    expectProblem(await greet(bob!, path, 't2'), 409, 'deadline-passed');
  });

  it('is refused where it makes no sense, and is for who teaches', async () => {
    const path = await newClass();
    for (const wrong of [
      { deadline: inMs(minute) },
      { late: { percent: 10 } },
      { deadline: '30m', late: { percent: 10, until: '20m' } },
      { opensAt: inMs(2 * minute), closesAt: inMs(minute) },
      { opensAt: inMs(2 * minute), deadline: inMs(minute) },
    ]) {
      expectProblem(await teacher!.post(`${path}/schedule`, wrong), 400, 'schedule-invalid');
    }
    for (const wrong of [{ deadline: 'soon' }, { late: { percent: 101 } }, { opens: 1 }]) {
      expectProblem(await teacher!.post(`${path}/schedule`, wrong), 400, 'request-invalid');
    }
    expectProblem(await teacher!.post(`${path}/teams/t9/extension`, { by: '5m' }), 404, 'team-unknown');
    await ann!.post(`${path}/join`);
    expectProblem(await teacher!.post(`${path}/teams/t1/extension`, { by: '-5m' }), 400, 'extension-invalid');
    expectProblem(await ann!.post(`${path}/teams/t1/extension`, { by: '5m' }), 403, 'not-yours');
    expectProblem(await ann!.post(`${path}/schedule`, { deadline: '9d' }), 403, 'not-yours');
    const solo = await bob!.post('/api/v1/exercises', { scenario: 'small', mode: 'solo' });
    const mine = `/api/v1/exercises/${solo.body.id}/schedule`;
    expectProblem(await bob!.post(mine, { deadline: '9d' }), 403, 'not-yours');
  });
});

describe('a roster', () => {
  it('says who may join, and names who has no account', async () => {
    const path = await newClass();
    const csv = '\uFEFFName;Username\r\n"Ann; A.";Ann\r\nBob;bob\r\n';
    const set = await teacher!.post(`${path}/roster`, { csv });
    expect(set.body.items).toEqual([
      { username: 'ann', displayName: 'ann' },
      { username: 'bob', displayName: 'bob' },
    ]);
    expectProblem(
      await teacher!.post(`${path}/roster`, { usernames: ['cho', 'dan', 'eve'] }),
      400,
      'member-unknown',
      /dan, eve/,
    );
    expectProblem(await cho!.post(`${path}/join`), 403, 'not-on-roster', /instructor/);
    expect((await ann!.post(`${path}/join`)).status).toBe(200);
    await teacher!.post(`${path}/roster`, { usernames: ['cho'], remove: ['bob'] });
    expectProblem(await bob!.post(`${path}/join`), 403, 'not-on-roster');
    expectProblem(await teacher!.post(`${path}/roster`, { remove: ['ann'] }), 409, 'already-member');
    expect((await teacher!.get(`${path}/roster`)).body.items).toEqual([
      { username: 'ann', displayName: 'ann', team: 't1' },
      { username: 'cho', displayName: 'cho' },
    ]);
    await teacher!.post(`${path}/start`);
    expectProblem(
      await teacher!.post(`${path}/roster`, { remove: ['cho'] }),
      409,
      'exercise-already-started',
    );
    expect((await cho!.post(`${path}/join`)).status).toBe(200);
    for (const who of [ann!, bob!, other!]) {
      expectProblem(await who.get(`${path}/roster`), 403, 'not-yours');
      expectProblem(await who.post(`${path}/roster`, { usernames: ['bob'] }), 403, 'not-yours');
      expectProblem(await who.get(`${path}/grades`), 403, 'not-yours');
    }
  });
});

describe('the table of grades', () => {
  it('has everyone, also who never came, as a file that no spreadsheet runs', async () => {
    await at.db.query(
      `UPDATE accounts SET display_name = '=HYPERLINK("http://x.example","Ann")' WHERE username = 'ann'`,
    );
    await at.db.query(`UPDATE accounts SET display_name = 'Bùi Văn Bình' WHERE username = 'bob'`);
    const path = await newClass();
    await teacher!.post(`${path}/roster`, { usernames: ['ann', 'bob'] });
    await teacher!.post(`${path}/start`);
    await ann!.post(`${path}/join`);
    await ann!.post(`${path}/teams/t1/tasks/greet/hints/first`);
    expect((await greet(ann!, path, 't1')).status).toBe(200);
    const rows = (await teacher!.get(`${path}/grades`)).body.items;
    expect(rows).toMatchObject([
      { team: 't1', username: 'ann', tasks: { greet: 7 }, other: 0, total: 7, late: false },
      { username: 'bob', name: 'Bùi Văn Bình', tasks: {}, total: 0 },
    ]);
    expect(Date.now() - Date.parse(rows[0].lastActivity)).toBeLessThan(minute);
    expect(rows[1]).not.toHaveProperty('team');
    const file = await fetch(`${at.url}${path}/grades?format=csv`, {
      headers: { authorization: `Bearer ${teacher!.token}` },
    });
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename=grades-\w+\.csv$/);
    const bytes = Buffer.from(await file.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = bytes.toString('utf8').slice(1).split('\r\n');
    expect(lines[0]).toBe(
      'team,name,username,greet,guess,door,mend,other,total_before_late,late_deduction,total,late,extension_minutes,last_activity',
    );
    expect(lines[1]).toMatch(
      /^t1,"'=HYPERLINK\(""http:\/\/x.example"",""Ann""\)",ann,7,0,0,0,0,7,0,7,no,0,2\d{3}-/,
    );
    expect(lines[2]).toBe(',Bùi Văn Bình,bob,0,0,0,0,0,0,0,0,no,0,');
  });
});

describe('the archive', () => {
  it('takes what has finished, and holds it as it was', async () => {
    const path = await newClass([{ members: ['ann'] }]);
    await teacher!.post(`${path}/start`);
    expectProblem(await teacher!.post(`${path}/archive`), 409, 'exercise-not-over', /finish/);
    await teacher!.post(`${path}/finish`);
    expectProblem(await ann!.post(`${path}/archive`), 403, 'not-yours');
    expect((await teacher!.post(`${path}/archive`)).status).toBe(204);
    expect(await stateOf(path)).toBe('archived');
    expectProblem(await teacher!.post(`${path}/start`), 409, 'exercise-over');
    expectProblem(await teacher!.post(`${path}/finish`), 409, 'exercise-over');
    expectProblem(await greet(ann!, path, 't1'), 409, 'exercise-over');
    const ids = async (query = '') =>
      (await teacher!.get(`/api/v1/exercises${query}`)).body.items.map(({ id }: { id: string }) => id);
    const id = path.split('/').at(-1)!;
    expect(await ids()).not.toContain(id);
    expect(await ids('?archived=true')).toContain(id);
  });
});
