import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApplication, type Someone, type TestApplication } from '../support/application.js';
import { folder, sendDraft } from '../support/packs.js';
import { expectProblem } from '../support/problems.js';
import { smallScenario } from '../support/scenario.js';

const services = `services:
  web:
    title: { vi: Trang web, en: Web site }
    check: [{ node: box, tcp: { port: 80 } }]
    every: 1m
    points: 2
    sla: { target: 90, penalty: 5 }
`;
let at: TestApplication;
let [admin, ann, bob]: Someone[] = [];
let path: string;
let id: string;

beforeAll(async () => {
  at = await startApplication();
  [admin, ann, bob] = [await at.someone('boss', 'admin'), await at.someone('ann'), await at.someone('bob')];
  const files = folder('kept', '1.0.0', {
    'scenario.yaml': `${smallScenario['scenario.yaml']!.replace('id: small', 'id: kept')}${services}`,
  });
  const draft = await sendDraft(admin, files);
  expect(draft.status, JSON.stringify(draft.body)).toBeLessThan(300);
  const teams = [{ members: ['ann'] }, { members: ['bob'] }];
  const made = await admin.post('/api/v1/exercises', { scenario: draft.body.digest, mode: 'class', teams });
  id = made.body.id;
  path = `/api/v1/exercises/${id}`;
  await admin.post(`${path}/start`);
});
afterAll(() => at.close());

/** Writes events behind those that are there, as a worker's reports would have come to. */
async function logged(...events: [type: string, payload: object, team?: string][]) {
  for (const [type, payload, team = 't1'] of events) {
    await at.db.query(
      `INSERT INTO events (exercise, seq, at, clock, type, v, actor, team, range, payload)
       SELECT id, head + 1, $2, 60000, $3, 1, 'worker:here', $4, NULL, $5::jsonb FROM exercises WHERE id = $1`,
      [id, Date.now(), type, team, JSON.stringify(payload)],
    );
    await at.db.query('UPDATE exercises SET head = head + 1 WHERE id = $1', [id]);
  }
}

describe('the history of services', () => {
  it('has each tick with its reason, and what the SLA counts, for the team and the staff alone', async () => {
    expect((await ann!.get(`${path}/teams/t1/services`)).body.items).toEqual([
      { id: 'web', title: { vi: 'Trang web', en: 'Web site' }, ticks: [], sla: { target: 90, penalty: 5 } },
    ]);
    await logged(
      ['service.up', { service: 'web' }],
      ['tick.scored', { tick: 1, services: { web: 'up' } }],
      ['service.down', { service: 'web', reason: 'port 80 refuses' }],
      ['tick.scored', { tick: 2, services: { web: 'down' } }],
      ['tick.scored', { tick: 3, services: { web: 'unknown' }, unclear: { web: 'the engine is away' } }],
      ['tick.scored', { tick: 1, services: { web: 'up' } }, 't2'],
    );
    const [web] = (await ann!.get(`${path}/teams/t1/services`)).body.items;
    expect(web.ticks.map((tick: Record<string, unknown>) => [tick.tick, tick.state, tick.reason])).toEqual([
      [1, 'up', undefined],
      [2, 'down', 'port 80 refuses'],
      [3, 'unknown', 'the engine is away'],
    ]);
    expect(web.counted).toEqual({ up: 1, ticks: 3, percent: 33.3 });
    expect((await admin!.get(`${path}/teams/t2/services`)).body.items[0].counted.percent).toBe(100);
    expectProblem(await bob!.get(`${path}/teams/t1/services`), 403, 'not-yours');
  });
});

describe('what could not be told', () => {
  it('is shown to the staff with its reason, once for each team, and to nobody else', async () => {
    const title = { en: 'Port 80' };
    const unknown = {
      task: 'mend',
      request: 'r1',
      results: [
        { title, outcome: 'unknown', detail: 'no answer within 5 s' },
        { title: { en: 'Port 22' }, outcome: 'passed', detail: '' },
      ],
    };
    await logged(['check.unknown', unknown], ['check.unknown', unknown], ['check.unknown', unknown, 't2']);
    const { items } = (await admin!.get(`${path}/unclear`)).body;
    expect(items).toMatchObject([
      { team: 't2', name: 'bob', task: 'mend', title, reason: 'no answer within 5 s', times: 1 },
      { team: 't1', name: 'ann', task: 'mend', title, reason: 'no answer within 5 s', times: 2 },
      { team: 't1', service: 'web', title: { en: 'Web site' }, reason: 'the engine is away', times: 1 },
    ]);
    expectProblem(await ann!.get(`${path}/unclear`), 403, 'not-yours');
  });
});

describe('a bracket', () => {
  const put = (who: Someone, bracket?: string, team = 't1') =>
    who.post(`${path}/teams/${team}/bracket`, bracket === undefined ? {} : { bracket });
  const boardOf = async (query = '') =>
    (await admin!.get(`${path}/scoreboard${query}`)).body as {
      items: { team: string; bracket?: string }[];
      brackets: string[];
    };

  it('ranks a team among its own, is changed by the staff alone, and is left again', async () => {
    expect((await put(admin!, 'Novices')).body).toEqual({ team: 't1', bracket: 'Novices' });
    expect((await boardOf()).brackets).toEqual(['Novices']);
    expect((await boardOf('?bracket=Novices')).items.map(({ team }) => team)).toEqual(['t1']);
    expect((await admin!.get(path)).body.teams[0]).toMatchObject({ id: 't1', bracket: 'Novices' });
    expectProblem(await put(ann!, 'Experts'), 403, 'not-yours');
    expectProblem(await put(admin!, 'Experts', 't9'), 404, 'team-unknown');
    expectProblem(await put(admin!, 'x'.repeat(41)), 400, 'request-invalid');
    await admin!.post(`${path}/schedule`, { brackets: ['Novices', 'Experts'] });
    expectProblem(await put(admin!, 'Guests'), 400, 'bracket-unknown', /Novices, Experts/);
    expect((await put(admin!)).body).toEqual({ team: 't1' });
    expect((await boardOf()).brackets).toEqual([]);
  });
});

describe('the list of exercises', () => {
  const listed = async (who: Someone) =>
    (await who.get('/api/v1/exercises')).body.items as { id: string; invited?: boolean; opensAt?: string }[];

  it('has a class for those on its roster before they join, with when it opens', async () => {
    const cho = await at.someone('cho');
    const teacher = await at.someone('teacher', 'instructor');
    const made = await teacher.post('/api/v1/exercises', { scenario: 'small', mode: 'class' });
    const own = `/api/v1/exercises/${made.body.id}`;
    await teacher.post(`${own}/roster`, { usernames: ['cho', 'ann'] });
    const opensAt = new Date(Date.now() + 3_600_000).toISOString();
    await teacher.post(`${own}/schedule`, { opensAt });
    expect(await listed(cho)).toMatchObject([
      { id: made.body.id, state: 'scheduled', invited: true, opensAt },
    ]);
    expectProblem(await cho.get(own), 403, 'not-yours');
    expect((await listed(bob!)).map(({ id: each }) => each)).not.toContain(made.body.id);
    expect((await listed(teacher))[0]).not.toHaveProperty('invited');

    await cho.post(`${own}/join`);
    expect((await listed(cho))[0]).not.toHaveProperty('invited');
    await teacher.post(`${own}/roster`, { remove: ['ann'] });
    expect((await listed(ann!)).map(({ id: each }) => each)).not.toContain(made.body.id);
  });

  it('leaves out what someone was awaited in once it is over', async () => {
    const dan = await at.someone('dan');
    const made = await admin!.post('/api/v1/exercises', { scenario: 'small', mode: 'class' });
    const own = `/api/v1/exercises/${made.body.id}`;
    await admin!.post(`${own}/roster`, { usernames: ['dan'] });
    expect(await listed(dan)).toHaveLength(1);
    await admin!.post(`${own}/start`);
    await admin!.post(`${own}/finish`);
    expect(await listed(dan)).toEqual([]);
  });
});

it('finds what could not be told by its index, however long the log is', async () => {
  const plan = await at.db.transaction(async (db) => {
    await db.query('SET LOCAL enable_seqscan = off');
    return db.query<Record<string, string>[]>(
      `EXPLAIN SELECT seq FROM events WHERE exercise = '${id}'
         AND (type = 'check.unknown' OR (type = 'tick.scored' AND payload ? 'unclear')) ORDER BY seq DESC LIMIT 5`,
    );
  });
  expect(JSON.stringify(plan)).toContain('events_unclear');
});
