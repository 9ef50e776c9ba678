import { openQueues } from '#messaging';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyDatabase, type FreshDatabase } from '../support/database.js';
import { gateBefore } from '../support/gate.js';
import { freshRedis, type FreshRedis } from '../support/redis.js';

let database: FreshDatabase;
let redis: FreshRedis;
beforeAll(async () => {
  [database, redis] = await Promise.all([emptyDatabase(), freshRedis()]);
});
afterAll(async () => {
  await database.drop();
  await redis.drop();
});

describe.each(['PostgreSQL', 'Redis'] as const)(
  'a queue whose %s is away when it is first asked',
  (backend) => {
    it('says so, and works once it is there', async (test) => {
      const gate = await gateBefore(backend === 'Redis' ? redis.url : database.url);
      const at =
        backend === 'Redis'
          ? { databaseUrl: database.url, redisUrl: gate.url }
          : { databaseUrl: gate.url, redisUrl: undefined };
      const queues = openQueues(at, 'i1', () => undefined);
      test.onTestFinished(async () => {
        await queues.close();
        await gate.close();
      });
      const job = { exercise: 'e1', range: 'r1' };
      await expect(queues.send('h1', 'reconcile', job)).rejects.toThrow();
      await gate.open();
      const send = () => queues.send('h1', 'reconcile', job).then(() => 'sent', String);
      await expect.poll(send).toBe('sent');
      expect(await queues.waiting('h1', 'ranges')).toBe(1);
    });
  },
);
