import { HostRow, RangeRow, type HostStatus } from '#persistence';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApplication, type Someone, type TestApplication } from '../support/application.js';

let at: TestApplication;
let teacher: Someone;
beforeAll(async () => {
  at = await startApplication();
  teacher = await at.someone('teacher', 'instructor');
});
afterAll(() => at.close());
beforeEach(() => at.db.query('DELETE FROM hosts'));

/** A host whose worker has just been heard of, for as long as the test lasts. */
const host = (name: string, docker = true) => {
  const part = { ok: true, detail: 'answers' };
  const status: HostStatus = { docker: { ok: docker, detail: 'is gone' }, isolation: part };
  return at.db
    .getRepository(HostRow)
    .insert({ name, seenAt: new Date(Date.now() + 60_000), status: status as never });
};

/** A class whose ranges are all asked for at once. */
async function startClass(teams: number): Promise<string> {
  const wanted = { scenario: 'small', mode: 'class', teams: Array.from({ length: teams }, () => ({})) };
  const { id } = (await teacher.post('/api/v1/exercises', wanted)).body;
  expect((await teacher.post(`/api/v1/exercises/${id}/start`, { prelaunch: true })).status).toBe(200);
  return id as string;
}

const hostsOf = async (exercise: string) =>
  (await at.db.getRepository(RangeRow).findBy({ exercise })).map((range) => range.host);

describe('ranges that are asked for at once', () => {
  it('are spread over the hosts that are up', async () => {
    await host('one');
    await host('two');
    await host('broken', false);
    const exercise = await startClass(8);
    await expect
      .poll(async () => (await hostsOf(exercise)).sort())
      .toEqual([...Array<string>(4).fill('one'), ...Array<string>(4).fill('two')]);
  });

  it('wait for a host, and have it soon after it is up', async () => {
    const exercise = await startClass(2);
    await host('broken', false);
    await expect.poll(() => hostsOf(exercise)).toEqual([null, null]);
    await host('three');
    await expect.poll(() => hostsOf(exercise), { timeout: 5_000 }).toEqual(['three', 'three']);
  });
});
