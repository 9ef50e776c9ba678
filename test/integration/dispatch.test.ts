import { ExerciseLog, HostRow, RangeRow, type HostStatus } from '#persistence';
import { readConfig } from '#config';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createApplication } from '../../apps/orchestrator/application.js';
import { DispatchService } from '../../apps/orchestrator/platform/dispatch.service.js';
import { startApplication, type Someone, type TestApplication } from '../support/application.js';
import { follow } from '../support/follower.js';

let at: TestApplication;
let teacher: Someone;
beforeAll(async () => {
  process.env['VOCR_HOST_LOST'] = '10s';
  at = await startApplication();
  delete process.env['VOCR_HOST_LOST'];
  teacher = await at.someone('teacher', 'instructor');
});
afterAll(() => at.close());
const classes: string[] = [];
afterEach(async () => {
  for (const id of classes.splice(0)) {
    await teacher.post(`/api/v1/exercises/${id}/finish`);
    // No worker takes them down.
    await at.db.query(`UPDATE ranges SET status = 'gone' WHERE exercise = $1`, [id]);
  }
  await at.db.query('DELETE FROM hosts');
});

/** Long enough for a machine that has much else to do. */
const eventually = <T>(look: () => T | Promise<T>) => expect.poll(look);

const gb = 2 ** 30;
const part = { ok: true, detail: 'answers' };

/** A host whose worker has just been heard of, for as long as the test lasts. */
const host = (name: string, more: { docker?: boolean; memory?: number; slots?: number } = {}) => {
  const memory = more.memory ?? 64 * gb;
  const status: HostStatus = {
    docker: { ok: more.docker ?? true, detail: 'is gone' },
    isolation: part,
    capacity: {
      memory: { total: memory, available: memory },
      cpus: 8,
      disk: { total: 100 * gb, free: 100 * gb },
      networks: { total: 4_096, used: 0 },
      slots: more.slots ?? 4,
    },
  };
  return at.db
    .getRepository(HostRow)
    .save({ name, seenAt: new Date(Date.now() + 600_000), status: status as never });
};

/** A class of this many teams. */
async function makeClass(teams: number, members: string[] = []): Promise<string> {
  const wanted = {
    scenario: 'small',
    mode: 'class',
    teams: Array.from({ length: teams }, (_, n) => ({ members: members[n] ? [members[n]] : [] })),
  };
  const { id } = (await teacher.post('/api/v1/exercises', wanted)).body;
  classes.push(id as string);
  return id as string;
}

/** A class whose ranges are all asked for at once. */
async function startClass(teams: number, members: string[] = []): Promise<string> {
  const id = await makeClass(teams, members);
  expect((await teacher.post(`/api/v1/exercises/${id}/start`, { prelaunch: true })).status).toBe(200);
  return id;
}

const rowsOf = (exercise: string) => at.db.getRepository(RangeRow).findBy({ exercise });
const hostsOf = async (exercise: string) => (await rowsOf(exercise)).map((range) => range.host).sort();
const rangesOf = async (exercise: string, who = teacher) =>
  (await who.get(`/api/v1/exercises/${exercise}`)).body.ranges as {
    id: string;
    state: string;
    teams: string[];
    reason?: string;
    queue?: { place: number; of: number; reason: string; text: string; seconds?: number };
  }[];
const queueOf = async (exercise: string, who = teacher) =>
  (await rangesOf(exercise, who)).flatMap(({ queue }) => queue ?? []).sort((a, b) => a.place - b.place);

/** What a worker says of a range. */
async function report(range: RangeRow, ...words: ('preparing' | 'starting' | 'ready')[]): Promise<void> {
  const log = at.app.get(ExerciseLog);
  for (const word of words) {
    const said = word === 'starting' ? { is: word, images: { box: 'sha256:1' } } : { is: word };
    const order = {
      type: 'report-range',
      actor: `worker:${range.host}`,
      range: range.id,
      generation: 1,
    } as const;
    expect((await log.execute(range.exercise, { ...order, report: said })).ok).toBe(true);
  }
}

describe('ranges that are asked for at once', () => {
  it('are spread over the hosts that are up', async () => {
    await host('one');
    await host('two');
    await host('broken', { docker: false });
    const exercise = await startClass(8);
    await eventually(() => hostsOf(exercise)).toEqual([
      ...Array<string>(4).fill('one'),
      ...Array<string>(4).fill('two'),
    ]);
  });

  it('wait for a host, and have it soon after it is up', async () => {
    await host('broken', { docker: false });
    const exercise = await startClass(2);
    await eventually(async () => (await queueOf(exercise)).map(({ reason, text }) => [reason, text])).toEqual(
      Array(2).fill(['waiting-host', 'waiting for a host: is gone']),
    );
    await host('three');
    await eventually(() => hostsOf(exercise)).toEqual(['three', 'three']);
    expect(await queueOf(exercise)).toEqual([]);
  });

  it('that no host could ever take fail at once, with figures', async () => {
    await host('tiny', { memory: 0.6 * gb });
    const exercise = await startClass(1);
    await eventually(async () =>
      (await rangesOf(exercise)).map(({ state, reason }) => [state, reason]),
    ).toEqual([
      [
        'failed',
        'The range needs 160 MB of memory (its limits are 320 MB); the largest host has 102 MB for ranges.',
      ],
    ]);
  });

  it('wait for memory that others have, with figures', async () => {
    await host('one', { memory: 0.7 * gb });
    const exercise = await startClass(2);
    await eventually(async () => (await queueOf(exercise)).map(({ reason, text }) => [reason, text])).toEqual(
      [['waiting-memory', 'needs 160 MB of memory, 45 MB are free for ranges']],
    );
    const [first] = (await rowsOf(exercise)).filter((row) => row.host);
    await at.db.query(`UPDATE ranges SET status = 'gone' WHERE id = $1`, [first!.id]);
    await eventually(() => queueOf(exercise)).toEqual([]);
  });
});

describe('the queue', () => {
  it('gives each who waits a place, tells it to none but their team, and moves on when a slot is free', async () => {
    const ann = await at.someone('ann');
    const bob = await at.someone('bob');
    await host('one', { slots: 1 });
    const exercise = await makeClass(4, ['', '', 'ann', 'bob']);
    const readers = [ann, bob].map(({ token }) => follow(at.url, token, exercise));
    await eventually(() => readers.map(({ connections }) => connections)).toEqual([1, 1]);
    await teacher.post(`/api/v1/exercises/${exercise}/start`, { prelaunch: true });
    const slot = { reason: 'waiting-slot', text: 'images are ready, waiting for a free slot' };
    await eventually(() => queueOf(exercise)).toEqual([
      { place: 1, of: 2, ...slot },
      { place: 2, of: 2, ...slot },
    ]);
    expect(await queueOf(exercise, ann)).toEqual([{ place: 1, of: 2, ...slot }]);
    expect(await queueOf(exercise, bob)).toEqual([{ place: 2, of: 2, ...slot }]);
    const last = (index: number) => readers[index]!.transients.filter(({ type }) => type === 'queue').at(-1);
    await eventually(() => last(1)).toMatchObject({ team: 't4', place: 2, of: 2, ...slot });
    expect(last(0)).toMatchObject({ team: 't3', place: 1, of: 2, ...slot });

    const [first] = (await rowsOf(exercise)).filter((row) => row.host);
    await report(first!, 'preparing', 'starting', 'ready');
    await eventually(() => queueOf(exercise)).toEqual([{ place: 1, of: 1, ...slot }]);
    await eventually(() => last(1)).toMatchObject({ team: 't4', place: 1, of: 1 });
    expect(JSON.stringify(readers[0]!.transients)).not.toContain('t4');
    for (const reader of readers) reader.close();
  });

  it('says about how long, once launches have been measured', async () => {
    await host('one', { slots: 1 });
    const exercise = await startClass(5);
    const placed = async () => (await rowsOf(exercise)).filter(({ status }) => status === 'queued');
    await eventually(async () => (await placed()).length).toBe(2);
    for (const row of await placed()) await report(row, 'preparing', 'starting', 'ready');
    await at.db.query(
      `UPDATE ranges SET begun_at = ready_at - interval '8 seconds' WHERE exercise = $1 AND status = 'ready'`,
      [exercise],
    );
    // Two are in flight and one waits: three rounds of eight seconds.
    await eventually(async () => (await queueOf(exercise)).map(({ seconds }) => seconds)).toEqual([25]);
  });

  it('does not let a class keep a solo waiting', async () => {
    await host('one', { slots: 1 });
    const exercise = await startClass(30);
    await eventually(async () => (await queueOf(exercise)).length).toBe(28);
    const zoe = await at.someone('zoe');
    const { id } = (await zoe.post('/api/v1/exercises', { scenario: 'small', mode: 'solo' })).body;
    classes.push(id as string);
    await zoe.post(`/api/v1/exercises/${id}/start`);
    await eventually(async () =>
      (await queueOf(id as string, zoe)).map(({ place, of }) => [place, of]),
    ).toEqual([[1, 29]]);
    await zoe.post(`/api/v1/exercises/${id}/finish`);
    await eventually(async () => (await rangesOf(id as string, zoe)).map(({ state }) => state)).toEqual([
      'gone',
    ]);
  });

  it('is the same for an orchestrator that starts anew', async () => {
    await host('one', { slots: 1 });
    const exercise = await startClass(6);
    await eventually(async () => (await queueOf(exercise)).length).toBe(4);
    const ranges = await rangesOf(exercise);
    const again = await createApplication(readConfig(process.env));
    await again.init();
    const dispatch = again.get(DispatchService);
    await eventually(() => ranges.map(({ id }) => dispatch.placeOf(id)?.place)).toEqual(
      ranges.map(({ queue }) => queue?.place),
    );
    await again.close();
  });
});

describe('a host that is lost', () => {
  const silent = (name: string) =>
    at.db.query(`UPDATE hosts SET seen_at = now() - interval '1 hour' WHERE name = $1`, [name]);

  it('loses its ranges with the reason, and they can be had on another', async () => {
    await host('one');
    const exercise = await startClass(2);
    await eventually(() => hostsOf(exercise)).toEqual(['one', 'one']);
    await report((await rowsOf(exercise))[0]!, 'preparing', 'starting', 'ready');
    await host('two');
    await silent('one');
    const reason =
      'The host of this range has not been heard of for 10 s. Start it again, and it is built anew where there is room.';
    await eventually(async () =>
      (await rangesOf(exercise)).map((range) => [range.state, range.reason]),
    ).toEqual(Array(2).fill(['failed', reason]));
    const started = await teacher.post(`/api/v1/exercises/${exercise}/teams/t1/range/start`);
    expect(started.status).toBe(202);
    await eventually(async () =>
      (await rowsOf(exercise)).filter(({ status }) => status === 'queued').map((row) => row.host),
    ).toEqual(['two']);
  });

  it('is also one whose Docker stays away', async () => {
    await host('one');
    const exercise = await startClass(1);
    await eventually(() => hostsOf(exercise)).toEqual(['one']);
    await host('one', { docker: false });
    await eventually(async () =>
      (await rangesOf(exercise)).map((range) => [range.state, range.reason]),
    ).toEqual([['failed', expect.stringMatching(/^Docker on the host .* 10 s/)]]);
  });
});

describe('hosts', () => {
  it('are listed with what they have', async () => {
    const boss = await at.someone('boss', 'admin');
    await host('one');
    await host('two', { docker: false });
    const exercise = await startClass(3);
    await eventually(() => hostsOf(exercise)).toEqual(['one', 'one', 'one']);
    const { items } = (await boss.get('/api/v1/hosts')).body;
    expect(items).toEqual([
      {
        name: 'one',
        seenAt: expect.stringMatching(/^2\d{3}-/),
        state: 'ready',
        detail: 'is gone',
        ranges: 3,
        capacity: expect.objectContaining({ cpus: 8, slots: 4, networks: { total: 4_096, used: 0 } }),
      },
      expect.objectContaining({ name: 'two', state: 'failing', detail: 'is gone', ranges: 0 }),
    ]);
  });
});
