import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readConfig } from '#config';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApplication } from '../../apps/orchestrator/application.js';
import { startApplication, type Answer, type Someone, type TestApplication } from '../support/application.js';

/** Teams of one learner each, and how often each gives its answer at once. */
const [teams, each] = [100, 5];

let at: TestApplication;
let second: NestFastifyApplication;
let urls: string[];
let teacher: Someone;
let learners: Someone[];

beforeAll(async () => {
  at = await startApplication();
  // Another orchestrator on the same database: what it knows it knows from there.
  second = await createApplication(readConfig(process.env));
  await second.listen(0, '127.0.0.1');
  const { port } = second.getHttpServer().address() as { port: number };
  urls = [at.url, `http://127.0.0.1:${port}`];
  teacher = await at.someone('teacher', 'instructor');
  learners = [];
  for (let n = 1; n <= teams; n += 1) learners.push(await at.someone(`learner${n}`));
});
afterAll(async () => {
  await second.close();
  await at.close();
});

interface Event {
  seq: number;
  type: string;
  team?: string;
  payload: { task?: string; answer?: string; correct?: boolean };
}

/** A class in which each learner is a team: `t1` is the first. */
async function running(): Promise<string> {
  const made = await teacher.post('/api/v1/exercises', {
    scenario: 'small',
    mode: 'class',
    teams: learners.map(({ username }, n) => ({ id: `t${n + 1}`, members: [username] })),
  });
  expect(made.status).toBe(201);
  const id = made.body.id as string;
  expect((await teacher.post(`/api/v1/exercises/${id}/start`)).status).toBe(200);
  return id;
}

/** The whole log, which has no hole. */
async function logOf(id: string): Promise<Event[]> {
  const all: Event[] = [];
  for (;;) {
    const after = all.at(-1)?.seq ?? 0;
    const { items } = (await teacher.get(`/api/v1/exercises/${id}/events?after=${after}&limit=1000`)).body;
    if (items.length === 0) break;
    all.push(...(items as Event[]));
  }
  expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1));
  return all;
}

async function answer(
  to: string,
  who: Someone,
  path: string,
  text: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const url = `${to}${path}/answers`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${who.token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ answer: text }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const taskPath = (id: string, team: number, task: string) =>
  `/api/v1/exercises/${id}/teams/t${team + 1}/tasks/${task}`;

/** Mixed as in a crowd, but the same each time. */
function mixed<T>(items: T[]): T[] {
  return items
    .map((item, n) => ({ item, at: (n * 7_919) % 4_999 }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

describe.each([1, 2])('500 right answers to one task at once, to %i orchestrator(s)', (count) => {
  let id: string;
  let answers: { team: number; got: Answer }[];
  let log: Event[];

  beforeAll(async () => {
    id = await running();
    const crowd = mixed(Array.from({ length: teams * each }, (_, n) => n % teams));
    answers = await Promise.all(
      crowd.map(async (team, n) => {
        const to = urls[n % count]!;
        return {
          team,
          got: await answer(to, learners[team]!, taskPath(id, team, 'greet'), 'Xin chào'),
        };
      }),
    );
    log = await logOf(id);
  });

  it('tell each team once that it is right, and the rest that it is solved', () => {
    for (let team = 0; team < teams; team += 1) {
      const mine = answers.filter((one) => one.team === team).map(({ got }) => got);
      expect(mine.filter(({ status }) => status === 200).map(({ body }) => body)).toEqual([
        { correct: true, points: 10 },
      ]);
      const others = mine.filter(({ status }) => status !== 200);
      expect(new Set(others.map(({ status, body }) => `${status} ${body.type}`))).toEqual(
        new Set(['409 urn:vocr:problem:task-already-solved']),
      );
    }
  });

  it('leave one answer and one solve of each team in the log', () => {
    for (const type of ['answer.submitted', 'task.solved']) {
      const found = log.filter((event) => event.type === type).map(({ team }) => team);
      expect(found).toHaveLength(teams);
      expect(new Set(found).size).toBe(teams);
    }
  });

  it('earn each team its points once, in the order of the log', async () => {
    const entries: { team: string; points: number; seq: number; reason: string }[] = (
      await teacher.get(`/api/v1/exercises/${id}/ledger`)
    ).body.items;
    const solved = log.filter(({ type }) => type === 'answer.submitted');
    expect(entries.map(({ team, points, seq, reason }) => [team, points, seq, reason])).toEqual(
      solved.map(({ team, seq }) => [team, 10, seq, 'answer']),
    );
    const board: { team: string; score: number; rank: number }[] = (
      await teacher.get(`/api/v1/exercises/${id}/scoreboard`)
    ).body.items;
    expect(board.map(({ score }) => score)).toEqual(Array.from({ length: teams }, () => 10));
    const places = new Map(solved.map(({ team }, place) => [team, place]));
    expect(board.filter(({ rank }) => rank === 1).map(({ team }) => team)).toContain(solved[0]!.team);
    // Who had the points in the same millisecond shares a rank; nobody stands above one who came before.
    const ranks = [...board]
      .sort((a, b) => places.get(a.team)! - places.get(b.team)!)
      .map(({ rank }) => rank);
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  });

  it('are the same to both orchestrators', async () => {
    const boards = await Promise.all(
      urls.map(async (url) => {
        const response = await fetch(`${url}/api/v1/exercises/${id}/scoreboard`, {
          headers: { authorization: `Bearer ${teacher.token}` },
        });
        return response.json();
      }),
    );
    expect(boards[1]).toEqual(boards[0]);
  });
});

describe('wrong answers of one team at once', () => {
  it('use up no more than its attempts, whichever orchestrator takes them', async () => {
    const id = await running();
    const path = taskPath(id, 0, 'guess');
    const got = await Promise.all(
      Array.from({ length: 8 }, (_, n) => answer(urls[n % 2]!, learners[0]!, path, `no ${n}`)),
    );
    const judged = got.filter(({ status }) => status === 200).map(({ body }) => body.attemptsLeft as number);
    expect(judged.sort()).toEqual([0, 1]);
    expect((await logOf(id)).filter(({ type }) => type === 'answer.submitted')).toHaveLength(2);
  });

  it('are bound a minute, and told how long to wait; right ones are not', async () => {
    const id = await running();
    const wrong = await Promise.all(
      Array.from({ length: 30 }, (_, n) => answer(at.url, learners[0]!, taskPath(id, 0, 'greet'), `no ${n}`)),
    );
    expect(wrong.filter(({ status }) => status === 200)).toHaveLength(10);
    const refused = wrong.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(20);
    for (const { headers, body } of refused) {
      expect(body).toMatchObject({ type: 'urn:vocr:problem:too-many-attempts' });
      expect(Number(headers.get('retry-after'))).toBe(body.retryAfter);
      expect(body.retryAfter).toBeGreaterThan(0);
      expect(body.retryAfter).toBeLessThanOrEqual(60);
    }
    const other = await answer(at.url, learners[1]!, taskPath(id, 1, 'greet'), 'Xin chào');
    expect(other.body).toMatchObject({ correct: true });
  });
});

describe('an answer that is sent again with its Idempotency-Key', () => {
  it('is judged once, also when it is sent many times at once to both orchestrators', async () => {
    const id = await running();
    const send = (n: number) =>
      answer(urls[n % 2]!, learners[0]!, taskPath(id, 0, 'guess'), '7', { 'idempotency-key': 'same' });
    const got = await Promise.all(Array.from({ length: 20 }, (_, n) => send(n)));
    const first = { correct: false, points: 0, attemptsLeft: 1 };
    const done = got.filter(({ status }) => status === 200);
    expect(done.length).toBeGreaterThan(0);
    for (const { body } of done) expect(body).toEqual(first);
    for (const { body } of got.filter(({ status }) => status !== 200)) {
      expect(body).toMatchObject({ status: 409, type: 'urn:vocr:problem:still-at-work' });
    }
    for (const n of [0, 1]) expect(await send(n)).toMatchObject({ status: 200, body: first });
    expect((await logOf(id)).filter(({ type }) => type === 'answer.submitted')).toHaveLength(1);
    const other = await answer(at.url, learners[0]!, taskPath(id, 0, 'guess'), '8', {
      'idempotency-key': 'same',
    });
    expect(other).toMatchObject({ status: 422, body: { type: 'urn:vocr:problem:idempotency-key-reused' } });
  });
});
