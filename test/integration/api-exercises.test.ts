import { HostRow } from '#persistence';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApplication, type Someone, type TestApplication } from '../support/application.js';
import { expectProblem } from '../support/problems.js';

let at: TestApplication;
let [ann, bob, teacher]: Someone[] = [];

beforeAll(async () => {
  at = await startApplication();
  [ann, bob, teacher] = [
    await at.someone('ann'),
    await at.someone('bob'),
    await at.someone('teacher', 'instructor'),
  ];
});
afterAll(() => at.close());

type Item = Record<string, unknown>;
const typesOf = (items: Item[]) => items.map(({ type }) => type);
const eventsOf = async (who: Someone, id: string): Promise<Item[]> =>
  (await who.get(`/api/v1/exercises/${id}/events?limit=1000`)).body.items;

describe('a solo exercise', () => {
  let path: string;
  const task = (name: string) => `${path}/teams/t1/tasks/${name}`;
  beforeAll(async () => {
    const made = await ann!.post('/api/v1/exercises', {
      scenario: 'small@1.0.0',
      mode: 'solo',
      seed: 'top-secret',
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      state: 'draft',
      mode: 'solo',
      scenario: { id: 'small', version: '1.0.0', title: { en: 'Small', vi: 'Nhỏ' } },
      clock: { ms: 0, running: false, speed: 1 },
      you: { staff: false, teams: ['t1'] },
      teams: [{ id: 't1', name: 'ann', role: 'blue', score: 0, members: ['ann'] }],
      ranges: [],
    });
    path = `/api/v1/exercises/${made.body.id}`;
  });

  it('takes nothing before it starts', async () => {
    expectProblem(await ann!.post(`${task('greet')}/answers`, { answer: 'x' }), 409, 'exercise-not-running');
    expectProblem(await ann!.post(`${path}/teams/t1/range/start`), 409, 'exercise-not-running');
  });

  it('starts with its range, which waits for a host', async () => {
    const { status, body } = await ann!.post(`${path}/start`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      state: 'running',
      clock: { running: true },
      ranges: [{ state: 'requested' }],
    });
    expect(body.ranges[0].nodes).toEqual([{ id: 'box', state: 'gone', addresses: ['192.168.56.10'] }]);
    expectProblem(await ann!.post(`${path}/start`), 409, 'exercise-already-started');
    expectProblem(await ann!.post(`${path}/teams/t1/range/start`), 409, 'range-busy');
    expectProblem(await ann!.post(`${task('mend')}/check`), 409, 'range-not-ready', /range is not ready/);
  });

  it('scores answers and hints, and explains each point', async () => {
    expectProblem(await ann!.post(`${task('door')}/answers`, { answer: 'x' }), 409, 'task-locked', /greet/);
    expect((await ann!.post(`${task('greet')}/hints/first`)).body).toEqual({
      id: 'first',
      cost: 3,
      text: { vi: 'Bằng tiếng Việt', en: 'In Vietnamese' },
    });
    expectProblem(await ann!.post(`${task('greet')}/hints/first`), 409, 'hint-already-revealed');
    expect((await ann!.post(`${task('greet')}/answers`, { answer: 'xin chào' })).body).toEqual({
      correct: true,
      points: 10,
    });
    for (const left of [1, 0]) {
      expect((await ann!.post(`${task('guess')}/answers`, { answer: '7' })).body).toEqual({
        correct: false,
        points: 0,
        attemptsLeft: left,
      });
    }
    expectProblem(await ann!.post(`${task('guess')}/answers`, { answer: '42' }), 409, 'attempts-used-up');
    expectProblem(await ann!.post(`${task('mend')}/answers`, { answer: 'x' }), 409, 'task-not-answerable');
    expectProblem(await ann!.post(`${task('guess')}/check`), 409, 'task-not-checkable');

    const { items } = (await ann!.get(`${path}/ledger`)).body;
    expect(items.map(({ task: about, points, reason }: Item) => [about, points, reason])).toEqual([
      ['greet', -3, 'hint'],
      ['greet', 10, 'answer'],
    ]);
    expect((await ann!.get(path)).body.teams[0].score).toBe(7);
    const board = (await ann!.get(`${path}/scoreboard`)).body.items;
    expect(board).toMatchObject([{ team: 't1', name: 'ann', rank: 1, score: 7, solved: 1 }]);
    const before = items[1].seq - 1;
    expect((await ann!.get(`${path}/scoreboard?at=${before}`)).body.items[0].score).toBe(-3);
    expect((await ann!.get(`${path}/scoreboard?at=0`)).body.items).toEqual([]);
  });

  it('shows neither its seed nor an answer that was not given', async () => {
    const all = JSON.stringify([
      await eventsOf(ann!, path.split('/').at(-1)!),
      (await ann!.get(path)).body,
      (await ann!.get(`${path}/scenario`)).body,
      (await ann!.get('/api/v1/scenarios/small')).body,
    ]);
    for (const secret of ['top-secret', '"42"', 'VOCR{', 'rm /etc/flag', '{{ door_flag }}']) {
      expect(all.includes(secret), secret).toBe(false);
    }
  });

  it('gives its log in pages', async () => {
    const whole = await eventsOf(ann!, path.split('/').at(-1)!);
    const paged: Item[] = [];
    let next: number | undefined = 0;
    while (next !== undefined) {
      const { body } = await ann!.get(`${path}/events?after=${next}&limit=3`);
      paged.push(...body.items);
      next = body.next;
    }
    expect(paged).toEqual(whole);
  });

  it('ends, and takes nothing more', async () => {
    expect((await ann!.post(`${path}/finish`)).body).toMatchObject({
      state: 'finished',
      // It waited for a host, so there is nothing to take down.
      ranges: [{ state: 'gone' }],
    });
    expectProblem(await ann!.post(`${path}/finish`), 409, 'exercise-over');
    expectProblem(await ann!.post(`${path}/start`), 409, 'exercise-over');
    expectProblem(await ann!.post(`${task('door')}/answers`, { answer: 'x' }), 409, 'exercise-over');
    expectProblem(await ann!.post(`${path}/teams/t1/range/reset`), 409, 'exercise-over');
  });

  it('is not joined', async () => {
    expectProblem(await bob!.post(`${path}/join`), 403, 'exercise-not-open');
  });
});

describe('a class', () => {
  let id: string;
  let path: string;
  beforeAll(async () => {
    id = (await teacher!.post('/api/v1/exercises', { scenario: 'small', mode: 'class' })).body.id;
    path = `/api/v1/exercises/${id}`;
  });

  it('is joined by its learners, each in a team of their own', async () => {
    const [first, second] = [await ann!.post(`${path}/join`), await bob!.post(`${path}/join`)];
    expect([first.body.you, second.body.you]).toEqual([
      { staff: false, teams: ['t1'] },
      { staff: false, teams: ['t2'] },
    ]);
    expectProblem(await ann!.post(`${path}/join`), 409, 'already-member');
  });

  it('is opened by who leads it, not by a learner', async () => {
    expectProblem(await ann!.post(`${path}/start`), 403, 'not-yours', /leads/);
    expect((await teacher!.post(`${path}/start`)).body).toMatchObject({ state: 'running', ranges: [] });
    expectProblem(await ann!.post(`${path}/finish`), 403, 'not-yours');
  });

  it('has a range for each learner that starts one, and only for them', async () => {
    expect((await ann!.post(`${path}/teams/t1/range/start`)).status).toBe(202);
    expectProblem(await ann!.post(`${path}/teams/t2/range/start`), 403, 'not-yours');
    expect((await teacher!.get(path)).body.ranges).toMatchObject([{ state: 'requested', teams: ['t1'] }]);
    expect((await bob!.post(`${path}/teams/t2/range/start`)).status).toBe(202);
    const ranges = (await teacher!.get(path)).body.ranges as { id: string; teams: string[] }[];
    expect(ranges.map(({ teams }) => teams)).toEqual([['t1'], ['t2']]);
    expect(new Set(ranges.map((range) => range.id)).size).toBe(2);
    expect((await teacher!.post(`${path}/teams/t2/range/stop`)).status).toBe(202);
    expect((await bob!.get(path)).body.ranges).toMatchObject([{ state: 'gone', teams: ['t2'] }]);
  });

  it('shows a learner their own team whole, of others the score alone', async () => {
    await ann!.post(`${path}/teams/t1/tasks/greet/answers`, { answer: 'Xin chào' });
    const { teams, ranges } = (await bob!.get(path)).body;
    expect(teams[0]).toEqual({ id: 't1', name: 'ann', role: 'blue', score: 10 });
    expect(teams[1]).toMatchObject({ id: 't2', members: ['bob'], tasks: expect.any(Array) });
    expect(ranges).toHaveLength(1);
    expect((await bob!.get(`${path}/ledger`)).body.items).toEqual([]);
    expect((await bob!.get(`${path}/ledger?team=t1`)).body.items).toEqual([]);
    expect((await teacher!.get(`${path}/ledger?team=t1`)).body.items).toHaveLength(1);
  });

  it("keeps another team's events from a learner, and shows staff all", async () => {
    const [all, hers, his] = [
      await eventsOf(teacher!, id),
      await eventsOf(ann!, id),
      await eventsOf(bob!, id),
    ];
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1));
    const visible = (team: string) => all.filter((event) => event.team === undefined || event.team === team);
    expect(hers.map(({ seq }) => seq)).toEqual(visible('t1').map(({ seq }) => seq));
    expect(his.map(({ seq }) => seq)).toEqual(visible('t2').map(({ seq }) => seq));
    expect(typesOf(hers)).toContain('answer.submitted');
    expect(JSON.stringify(his)).not.toContain('Xin chào');
  });

  it('is listed for its members and who leads it', async () => {
    for (const who of [ann!, bob!, teacher!]) {
      const items = (await who.get('/api/v1/exercises')).body.items as Item[];
      expect(items.map((item) => item.id)).toContain(id);
    }
    const eve = await at.someone('eve');
    expect((await eve.get('/api/v1/exercises')).body.items).toEqual([]);
  });

  it('starts all ranges when it is prelaunched', async () => {
    const teams = [{ members: ['ann'] }, { members: ['bob'] }];
    const made = await teacher!.post('/api/v1/exercises', { scenario: 'small', mode: 'class', teams });
    const started = await teacher!.post(`/api/v1/exercises/${made.body.id}/start`, { prelaunch: true });
    expect(started.body.ranges.map(({ state }: Item) => state)).toEqual(['requested', 'requested']);
  });
});

describe('the health', () => {
  it('is 503 and names the worker when none runs, and what answers', async () => {
    const { status, body } = await at.ask('GET', '/healthz');
    expect(status).toBe(503);
    expect(body).toEqual({
      status: 'failing',
      parts: {
        database: { ok: true, detail: 'answers' },
        queue: { ok: true, detail: 'answers' },
        worker: { ok: false, detail: expect.stringMatching(/No worker/) },
        docker: { ok: false, detail: expect.stringMatching(/No worker/) },
      },
    });
  });

  it("passes a worker's word on, and is well when all is", async () => {
    const say = (docker: boolean) =>
      at.db.getRepository(HostRow).save({
        name: 'h1',
        seenAt: new Date(),
        status: {
          docker: { ok: docker, detail: docker ? 'Engine 20.10' : 'the socket is gone' },
          isolation: { ok: true, detail: 'in force' },
        },
      });
    await say(false);
    const failing = await at.ask('GET', '/healthz');
    expect([failing.status, failing.body.parts.docker]).toEqual([
      503,
      { ok: false, detail: 'the socket is gone' },
    ]);
    await say(true);
    expect((await at.ask('GET', '/healthz')).status).toBe(200);
    await at.db.getRepository(HostRow).update({ name: 'h1' }, { seenAt: new Date(Date.now() - 60_000) });
    expect((await at.ask('GET', '/healthz')).status).toBe(503);
  });
});

describe('the OpenAPI', () => {
  it('that is served is the one that is committed: else run `npm run openapi`', async () => {
    const { body } = await at.ask('GET', '/api/openapi.json');
    const committed = JSON.parse(await readFile('apps/orchestrator/openapi.json', 'utf8')) as object;
    expect(body, 'apps/orchestrator/openapi.json is out of date: `npm run openapi` writes it anew').toEqual(
      committed,
    );
  });

  it('documents an answer and a failure of every route', async () => {
    const { body } = await at.ask('GET', '/api/openapi.json');
    for (const [path, methods] of Object.entries(body.paths as Record<string, Record<string, Item>>)) {
      for (const [method, { responses, summary }] of Object.entries(methods)) {
        const codes = Object.keys(responses as object);
        expect(codes, `${method} ${path}`).toContain('default');
        expect(
          codes.some((code) => /^2\d\d$/.test(code)),
          `${method} ${path}`,
        ).toBe(true);
        expect(summary, `${method} ${path}`).toMatch(/\S/);
      }
    }
  });
});
