import type { Queues } from '#messaging';
import { HostRow, RangeRow } from '#persistence';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { QUEUES } from '../../apps/orchestrator/platform/tokens.js';
import { startApplication, type TestApplication } from '../support/application.js';

let at: TestApplication;
beforeAll(async () => void (at = await startApplication()));
afterAll(() => at.close());

it('wakes the host of a range as soon as the queue is back, when it was away as the range was placed', async () => {
  const gb = 2 ** 30;
  const part = { ok: true, detail: 'answers' };
  const capacity = {
    memory: { total: 64 * gb, available: 64 * gb },
    cpus: 8,
    disk: { total: 100 * gb, free: 100 * gb },
    networks: { total: 4_096, used: 0 },
    slots: 4,
  };
  await at.db.getRepository(HostRow).save({
    name: 'h1',
    seenAt: new Date(Date.now() + 600_000),
    status: { docker: part, isolation: part, capacity } as never,
  });
  const queues = at.app.get<Queues>(QUEUES);
  const sending = vi.spyOn(queues, 'send').mockRejectedValue(new Error('the queue is away'));
  const learner = await at.someone('early');
  const { id } = (await learner.post('/api/v1/exercises', { scenario: 'small', mode: 'solo' })).body;
  await learner.post(`/api/v1/exercises/${id}/start`);
  await expect.poll(() => sending.mock.calls.length).toBeGreaterThan(0);
  expect(await queues.waiting('h1', 'ranges')).toBe(0);

  sending.mockRestore();
  await expect.poll(() => queues.waiting('h1', 'ranges')).toBeGreaterThan(0);
  const [range] = await at.db.getRepository(RangeRow).findBy({ exercise: id as string });
  expect(range).toMatchObject({ host: 'h1', status: 'queued' });
});
