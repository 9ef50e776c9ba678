import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAs, startOrchestratorPair, type OrchestratorPair } from '../support/orchestrator-pair.js';
import { until } from '../support/until.js';

const classes = 12;
let pair: OrchestratorPair;
let teacher: string;

beforeAll(async () => {
  pair = await startOrchestratorPair();
  teacher = await pair.token('teacher', 'instructor');
}, 120_000);
afterAll(() => pair.close());

const ask = (which: number, method: string, path: string, body?: unknown) =>
  askAs(teacher, method, `${pair.urls[which % 2]}/api/v1${path}`, body);
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

async function newClasses(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const made = await ask(n, 'POST', '/exercises', { scenario: 'small', mode: 'class' });
    expect(made.status).toBe(201);
    ids.push(made.body.id as string);
  }
  return ids;
}

/** The types of an exercise's events, which have no hole. */
async function typesOf(id: string): Promise<string[]> {
  const { items } = (await ask(0, 'GET', `/exercises/${id}/events?limit=1000`)).body;
  expect(items.map(({ seq }: { seq: number }) => seq)).toEqual(items.map((_: unknown, n: number) => n + 1));
  return items.map(({ type }: { type: string }) => type);
}
const allAre = async (ids: string[], state: string) =>
  (await Promise.all(ids.map((id, n) => ask(n, 'GET', `/exercises/${id}`)))).every(
    ({ body }) => body.state === state,
  );

describe('two orchestrators on one database', () => {
  it('open each exercise at its time once, and close it once', async () => {
    const ids = await newClasses(classes);
    const opensAt = inMs(2_500);
    for (const [n, id] of ids.entries())
      expect((await ask(n, 'POST', `/exercises/${id}/schedule`, { opensAt })).status).toBe(200);
    await until('all are open', () => allAre(ids, 'running'));
    const closesAt = inMs(2_500);
    for (const [n, id] of ids.entries())
      expect((await ask(n, 'POST', `/exercises/${id}/schedule`, { closesAt })).status).toBe(200);
    await until('all are closed', () => allAre(ids, 'finished'));
    for (const id of ids) {
      const types = await typesOf(id);
      for (const once of ['exercise.started', 'exercise.finished'])
        expect(types.filter((type) => type === once)).toHaveLength(1);
      expect(types.at(-1)).toBe('exercise.finished');
    }
  }, 60_000);

  it('take a start by hand and at its time as one', async () => {
    const ids = await newClasses(classes);
    const opensAt = inMs(1_500);
    for (const [n, id] of ids.entries()) await ask(n, 'POST', `/exercises/${id}/schedule`, { opensAt });
    const begun = Promise.all(
      ids.map(async (id, n) => {
        // From a little before the time to a little after it.
        await new Promise((resolve) => setTimeout(resolve, 1_200 + n * 100));
        return (await ask(n, 'POST', `/exercises/${id}/start`)).status;
      }),
    );
    for (const status of await begun) expect([200, 409]).toContain(status);
    await until('all are open', () => allAre(ids, 'running'));
    for (const id of ids)
      expect((await typesOf(id)).filter((type) => type === 'exercise.started')).toHaveLength(1);
  }, 60_000);

  it('pause and resume in turn, however many ask at once', async () => {
    const [id] = await newClasses(1);
    await ask(0, 'POST', `/exercises/${id}/start`);
    for (let round = 0; round < 4; round += 1) {
      for (const what of ['pause', 'resume']) {
        const got = await Promise.all(
          Array.from({ length: 8 }, (_, n) => ask(n, 'POST', `/exercises/${id}/${what}`)),
        );
        expect(got.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(409)]);
      }
    }
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => ask(n, 'POST', `/exercises/${id}/${n % 3 ? 'pause' : 'resume'}`)),
    );
    const turns = (await typesOf(id!)).filter((type) => /paused|resumed/.test(type));
    expect(turns.length).toBeGreaterThan(8);
    expect(turns).toEqual(turns.map((_, n) => (n % 2 ? 'exercise.resumed' : 'exercise.paused')));
  }, 60_000);

  it('close what is not paused by then, and nothing goes on after its end', async () => {
    const ids = await newClasses(classes);
    for (const [n, id] of ids.entries()) await ask(n, 'POST', `/exercises/${id}/start`);
    const closesAt = inMs(2_000);
    for (const [n, id] of ids.entries()) await ask(n, 'POST', `/exercises/${id}/schedule`, { closesAt });
    await Promise.all(
      ids.map(async (id, n) => {
        await new Promise((resolve) => setTimeout(resolve, 1_500 + n * 100));
        await ask(n, 'POST', `/exercises/${id}/pause`);
      }),
    );
    await until('each is paused or closed', async () => {
      const all = await Promise.all(ids.map((id) => ask(0, 'GET', `/exercises/${id}`)));
      return all.every(({ body }) => ['paused', 'finished'].includes(body.state as string));
    });
    for (const [n, id] of ids.entries()) {
      const types = await typesOf(id);
      const end = types.indexOf('exercise.finished');
      if (end >= 0) expect(types.slice(end + 1)).toEqual([]);
      else {
        // What a pause put off is closed once it goes on, by whatever time was left.
        expect(types.at(-1)).toBe('exercise.paused');
        await ask(n, 'POST', `/exercises/${id}/resume`);
      }
    }
    await until('all are closed', () => allAre(ids, 'finished'));
  }, 60_000);
});
