import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Follower, SeenEvent } from '../support/follower.js';
import { Player } from '../support/player.js';
import { until } from '../support/until.js';
import { useProduct } from '../support/use-product.js';

const product = useProduct();
const limitMs = 30_000;
let teacher: Player;
/** In a class whose page is asked, and in another who mends their box. */
let learner: Player;
let mender: Player;
let stream: Follower;
let mending: Follower;

const ticks = () =>
  stream.events
    .filter(({ type }) => type === 'tick.scored')
    .map(({ seq, payload }) => ({
      seq,
      tick: payload['tick'] as number,
      is: (payload['services'] as Record<string, string>)['page'],
    }));
const lastSeq = () => stream.events.at(-1)?.seq ?? 0;
const next = (type: string, after: number, of = stream): Promise<SeenEvent> =>
  of.event(type, { after, limitMs });
const tickThat = (is: string, after: number) =>
  until(
    () => `a tick with the page ${is} after seq ${after}; so far: ${JSON.stringify(ticks())}`,
    () => ticks().find((tick) => tick.seq > after && tick.is === is),
    limitMs,
  );
const held = ({ payload }: SeenEvent) => payload['held'];

/** Does something in the box; gives the seq before it, for what follows may come before this is known to be done. */
const doInBox = async (script: string): Promise<number> => {
  const before = lastSeq();
  await learner.run('box', script);
  return before;
};

async function opensClass(): Promise<string> {
  const { id } = await teacher.api.post<{ id: string }>('/exercises', { scenario: 'kept-up', mode: 'class' });
  teacher.exercise = id;
  await teacher.start();
  return id;
}

async function playsIn(exercise: string, player: Player): Promise<Follower> {
  await player.join(exercise);
  const seen = player.follow();
  await player.order('start');
  await seen.event('range.ready');
  return seen;
}

beforeAll(async () => {
  teacher = await Player.of(product(), 'teacher', 'instructor');
  learner = await Player.of(product(), 'an');
  mender = await Player.of(product(), 'binh');
  mending = await playsIn(await opensClass(), mender);
  stream = await playsIn(await opensClass(), learner);
});
afterAll(async () => {
  stream?.close();
  mending?.close();
  for (const { exercise } of [mender, learner]) {
    teacher.exercise = exercise;
    await teacher.leave();
  }
});

describe.concurrent('a service', () => {
  it.sequential('is asked tick by tick, and its changes are told', async () => {
    const up = await next('service.up', 0);
    expect(up.payload).toEqual({ service: 'page' });
    await tickThat('up', up.seq);
    const down = await next('service.down', await doInBox('rm /srv/www/index.html'));
    expect(down.payload).toEqual({ service: 'page', reason: expect.stringMatching(/status 404/) as string });
    await next('service.up', await doInBox('echo welcome >/srv/www/index.html'));
  });

  it.sequential('earns and costs by its ticks', async () => {
    const { seq, teams } = await learner.view();
    // Once a later tick has come, all up to that look have.
    await until(`a tick after seq ${seq}`, () => ticks().some((tick) => tick.seq > seq), limitMs);
    const upTo = ticks().filter((tick) => tick.seq <= seq);
    const earned = upTo.reduce((sum, { is }) => sum + (is === 'up' ? 2 : -3), 0);
    expect(teams.find(({ id }) => id === learner.team)!.score).toBe(earned);
    expect(upTo.map(({ is }) => is)).toEqual(expect.arrayContaining(['up', 'down']));
  });

  it.sequential('that answers nobody is down', async () => {
    const down = await next('service.down', await doInBox('kill -STOP $(cat /srv/pid)'));
    expect(down.payload['reason']).toMatch(/not answered within 10 s/);
    await next('service.up', await doInBox('kill -CONT $(cat /srv/pid)'));
  });

  it.sequential('is not asked while the exercise is paused', async () => {
    await teacher.api.post(`/exercises/${teacher.exercise}/pause`);
    await next('exercise.paused', 0);
    const before = ticks().length;
    await sleep(12_000);
    expect(ticks().length).toBe(before);
    await teacher.api.post(`/exercises/${teacher.exercise}/resume`);
    const { seq } = await next('exercise.resumed', 0);
    await tickThat('up', seq);
    const changes = stream.events.filter((event) => event.seq > seq && /^service\./.test(event.type));
    expect(changes).toEqual([]);
  });
});

describe.concurrent('a check that must hold', () => {
  it('solves its task only after its ticks, and begins anew after a failure', async () => {
    await mender.run('box', 'touch /root/mended');
    expect(await mender.check('mend')).toMatchObject({ outcome: 'passed', points: 0 });
    const begun = await next('check.passed', 0, mending);
    expect(held(begun)).toEqual({ ticks: 0, of: 2 });
    const once = await next('check.passed', begun.seq, mending);
    expect(held(once)).toEqual({ ticks: 1, of: 2 });
    await mender.run('box', 'rm /root/mended');
    expect(held(await next('check.failed', once.seq, mending))).toEqual({ ticks: 0, of: 2 });
    expect(mending.types()).not.toContain('task.solved');

    await mender.run('box', 'touch /root/mended');
    await mender.check('mend');
    const solved = await next('task.solved', once.seq, mending);
    expect(solved.payload).toEqual({ task: 'mend' });
    const last = mending.events.filter(({ type }) => type === 'check.passed').at(-1)!;
    expect(held(last)).toEqual({ ticks: 2, of: 2 });
  });
});

describe('a service', () => {
  it('is scored in no tick twice when the worker or the orchestrator dies by kill -9', async () => {
    for (const program of ['worker', 'orchestrator'] as const) {
      const seq = lastSeq();
      process.kill(await product().program(program), 'SIGKILL');
      const first = await tickThat('up', seq);
      await tickThat('up', first.seq);
    }
    const numbers = ticks().map(({ tick }) => tick);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    expect(numbers.length).toBeGreaterThan(5);
  });
});
