import { openQueues, type Attempt, type Handlers, type JobData, type Queues } from '#messaging';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, it, type TestContext } from 'vitest';
import { emptyDatabase, type FreshDatabase } from '../support/database.js';
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

const backends = {
  PostgreSQL: () => ({ databaseUrl: database.url }),
  Redis: () => ({ databaseUrl: database.url, redisUrl: redis.url }),
};
const nowhere = {
  PostgreSQL: { databaseUrl: 'postgres://vocr@127.0.0.1:1/none' },
  Redis: { databaseUrl: 'postgres://vocr@127.0.0.1:1/none', redisUrl: 'redis://127.0.0.1:1' },
};

type Reconcile = JobData<'reconcile'>;
const reconcile = (n: number): Reconcile => ({ exercise: 'e1', range: `r${n}` });
const check = (n: number): JobData<'check'> => ({
  exercise: 'e1',
  team: 't1',
  task: 'mend',
  request: `q${n}`,
});

let installations = 0;

/** Queues of an installation of one's own, or with a prefix more of the same; closed after their test, which runs beside others. */
function open(
  { expect, onTestFinished }: TestContext,
  backend: keyof typeof backends,
  prefix = `i${++installations}`,
): { queues: Queues; prefix: string; troubles: string[]; expect: TestContext['expect'] } {
  const troubles: string[] = [];
  const queues = openQueues(backends[backend](), prefix, (error, about) =>
    troubles.push(`${about}: ${error.message}`),
  );
  let closed: Promise<void> | undefined;
  const close = queues.close.bind(queues);
  queues.close = () => (closed ??= close());
  onTestFinished(() => queues.close());
  return { queues, prefix, troubles, expect };
}

/** Serves a host and notes what comes; what is to be done with reconcile jobs is the test's. */
async function serve(
  queues: Queues,
  {
    host = 'h1',
    work = async () => undefined,
    concurrency = { ranges: 2, prompt: 2 },
  }: {
    host?: string;
    work?: (data: Reconcile, attempt: Attempt) => Promise<void>;
    concurrency?: { ranges: number; prompt: number };
  } = {},
) {
  const taken: { name: keyof Handlers; data: unknown; last: boolean }[] = [];
  const failures: string[] = [];
  const note =
    (name: keyof Handlers) =>
    async (data: unknown, { last }: Attempt) => {
      taken.push({ name, data, last });
    };
  await queues.serve(
    {
      reconcile: async (data, attempt) => {
        await note('reconcile')(data, attempt);
        await work(data, attempt);
      },
      claim: note('claim'),
      capture: note('capture'),
      warm: note('warm'),
      check: note('check'),
      terminal: note('terminal'),
    },
    { host, concurrency, onError: (error, about) => failures.push(`${about}: ${error.message}`) },
  );
  return { taken, failures };
}

/** A gate that holds whoever comes until it is opened. */
function gate() {
  let openIt = () => undefined as void;
  const opened = new Promise<void>((resolve) => (openIt = resolve));
  return { opened, open: () => openIt() };
}

// Tests that run beside others ask by an `expect` of their own: the common one knows only the test that began last.
describe.concurrent.each(Object.keys(backends) as (keyof typeof backends)[])('the queue on %s', (backend) => {
  it('gives the job of a worker that was killed to another', async (test) => {
    const { queues, prefix, expect } = open(test, backend);
    const child = spawn(
      process.execPath,
      ['test/support/queue-worker.mjs', JSON.stringify(backends[backend]()), prefix],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    test.onTestFinished(() => void child.kill('SIGKILL'));
    await queues.send('h1', 'reconcile', reconcile(1));
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    expect(line).toBe(`took ${JSON.stringify(reconcile(1))}`);
    child.kill('SIGKILL');
    await once(child, 'exit');

    const { taken, failures } = await serve(queues);
    await expect.poll(() => taken.length, { timeout: 40_000, interval: 100 }).toBe(1);
    expect(taken).toEqual([{ name: 'reconcile', data: reconcile(1), last: false }]);
    expect(failures).toEqual([]);
  });

  it('tries a job that fails again, says which try is the last, and tells of the failure once', async (test) => {
    const { queues, expect } = open(test, backend);
    const { taken, failures } = await serve(queues, {
      work: async (_, { last }) => {
        throw new Error(last ? 'the last straw' : 'not yet');
      },
    });
    await queues.send('h1', 'reconcile', reconcile(1));
    await expect.poll(() => failures.length, { interval: 100 }).toBeGreaterThan(0);
    expect(taken.map(({ last }) => last)).toEqual([false, false, true]);
    expect(failures).toEqual([expect.stringMatching(/^job reconcile \{.*"r1".*\}: the last straw$/)]);
  });

  it('does not try again what came right at last', async (test) => {
    const { queues, expect } = open(test, backend);
    let tries = 0;
    const { taken, failures } = await serve(queues, {
      work: async () => {
        if (++tries === 1) throw new Error('not yet');
      },
    });
    await queues.send('h1', 'reconcile', reconcile(1));
    await expect.poll(() => taken.length, { interval: 100 }).toBe(2);
    await queues.close();
    expect(taken).toHaveLength(2);
    expect(failures).toEqual([]);
  });

  it('delivers each job once, with its data, to its handler', async (test) => {
    const { queues, prefix, expect } = open(test, backend);
    const second = open(test, backend, prefix);
    const [a, b] = [await serve(queues), await serve(second.queues)];
    const terminal = {
      exercise: 'e1',
      team: 't1',
      range: 'r1',
      node: 'web',
      session: 's1',
      relay: 'http://127.0.0.1:1',
    };
    await queues.send('h1', 'terminal', terminal);
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => second.queues.send('h1', 'reconcile', reconcile(n))),
    );
    await Promise.all(Array.from({ length: 20 }, (_, n) => queues.send('h1', 'check', check(n))));
    await expect.poll(() => a.taken.length + b.taken.length).toBe(41);
    await Promise.all([queues.close(), second.queues.close()]);
    const all = [...a.taken, ...b.taken];
    expect(all).toHaveLength(41);
    expect(all.filter(({ name }) => name === 'terminal')).toEqual([
      { name: 'terminal', data: terminal, last: true },
    ]);
    for (const [name, make] of [['reconcile', reconcile] as const, ['check', check] as const]) {
      const data = all.filter((job) => job.name === name).map((job) => job.data);
      expect(data).toHaveLength(20);
      expect(data).toEqual(expect.arrayContaining(Array.from({ length: 20 }, (_, n) => make(n))));
    }
  });

  it('refuses data that does not fit the catalogue, before it is sent', async (test) => {
    const { queues, expect } = open(test, backend);
    const wrong: unknown[] = [
      { exercise: 'e1' },
      { exercise: 'e1', range: 7 },
      { exercise: 'E 1', range: 'r1' },
      { exercise: 'e1', range: 'r1', secret: 'VOCR{x}' },
    ];
    for (const data of wrong)
      await expect(queues.send('h1', 'reconcile', data as Reconcile)).rejects.toThrow();
    expect(await queues.waiting('h1', 'ranges')).toBe(0);
  });

  it('tells of a job with one try as soon as it fails', async (test) => {
    const { queues, expect } = open(test, backend);
    const failures: string[] = [];
    const nothing = async () => undefined;
    await queues.serve(
      {
        reconcile: nothing,
        terminal: nothing,
        claim: nothing,
        capture: nothing,
        warm: nothing,
        check: async (_, { last }) => {
          throw new Error(last ? 'was the last' : 'was not the last');
        },
      },
      {
        host: 'h1',
        concurrency: { ranges: 1, prompt: 1 },
        onError: (error, about) => failures.push(`${about}: ${error.message}`),
      },
    );
    await queues.send('h1', 'check', check(1));
    await expect
      .poll(() => failures)
      .toEqual([expect.stringMatching(/^job check \{.*"q1".*\}: was the last$/)]);
  });

  it('waits for the job at work when it is closed, and takes no other', async (test) => {
    const { queues, prefix, expect } = open(test, backend);
    const held = gate();
    let finished = false;
    const { taken } = await serve(queues, {
      concurrency: { ranges: 1, prompt: 1 },
      work: async () => {
        await held.opened;
        finished = true;
      },
    });
    await queues.send('h1', 'reconcile', reconcile(1));
    await expect.poll(() => taken.length).toBe(1);
    await queues.send('h1', 'reconcile', reconcile(2));
    let closed = false;
    const closing = queues.close().then(() => (closed = true));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect([finished, closed]).toEqual([false, false]);
    held.open();
    await closing;
    expect(finished).toBe(true);
    expect(taken).toHaveLength(1);
    expect(await open(test, backend, prefix).queues.waiting('h1', 'ranges')).toBe(1);
  });

  it('keeps hosts and installations apart', async (test) => {
    const { queues, prefix, expect } = open(test, backend);
    const foreign = open(test, backend);
    const onH1 = await serve(open(test, backend, prefix).queues);
    const onH2 = await serve(open(test, backend, prefix).queues, { host: 'h2' });
    const elsewhere = await serve(open(test, backend, foreign.prefix).queues);
    await queues.send('h2', 'reconcile', reconcile(2));
    await foreign.queues.send('h1', 'reconcile', reconcile(3));
    await queues.send('h1', 'reconcile', reconcile(1));
    await queues.send('h3', 'reconcile', reconcile(4));
    const ranges = () =>
      [onH1, onH2, elsewhere].map(({ taken }) => taken.map(({ data }) => (data as Reconcile).range));
    await expect.poll(ranges).toEqual([['r1'], ['r2'], ['r3']]);
    await queues.send('h3', 'warm', { pool: 'p1', range: 'r5' });
    expect(await queues.waiting('h3', 'ranges')).toBe(2);
    expect(await foreign.queues.waiting('h3', 'ranges')).toBe(0);
  });

  it('works on so many at once in a lane, and a full lane holds up no other', async (test) => {
    const { queues, expect } = open(test, backend);
    const held = gate();
    let [now, most] = [0, 0];
    const { taken } = await serve(queues, {
      concurrency: { ranges: 2, prompt: 1 },
      work: async () => {
        most = Math.max(most, ++now);
        await held.opened;
        now -= 1;
      },
    });
    await Promise.all(Array.from({ length: 5 }, (_, n) => queues.send('h1', 'reconcile', reconcile(n))));
    await expect.poll(() => now).toBe(2);
    await queues.send('h1', 'check', check(1));
    await expect.poll(() => taken.some(({ name }) => name === 'check')).toBe(true);
    expect(await queues.waiting('h1', 'ranges')).toBe(3);
    held.open();
    await expect.poll(() => taken.length).toBe(6);
    expect(most).toBe(2);
  });

  it('answers a ping', async (test) => {
    await open(test, backend).queues.ping();
  });

  it('says so when its server is not there', async ({ expect }) => {
    const troubles: string[] = [];
    const queues = openQueues(nowhere[backend], 'i', (error, about) => troubles.push(`${about}: ${error}`));
    await expect(queues.send('h1', 'reconcile', reconcile(1))).rejects.toThrow();
    await expect(queues.ping()).rejects.toThrow();
    await queues.close();
  }, 20_000);
});
