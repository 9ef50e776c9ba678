import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Follower, SeenEvent } from '../support/follower.js';
import { Player } from '../support/player.js';
import { until } from '../support/until.js';
import { useProduct } from '../support/use-product.js';

const product = useProduct();
const limitMs = 30_000;
let teacher: Player;
let learner: Player;
let stream: Follower;

const ticks = () =>
  stream.events
    .filter(({ type }) => type === 'tick.scored')
    .map(({ seq, payload }) => ({
      seq,
      tick: payload['tick'] as number,
      is: (payload['services'] as Record<string, string>)['page'],
    }));
const lastSeq = () => stream.events.at(-1)?.seq ?? 0;
const next = (type: string, after = lastSeq()): Promise<SeenEvent> => stream.event(type, { after, limitMs });
const tickThat = (is: string, after = lastSeq()) =>
  until(
    `a tick with the page ${is}`,
    () => ticks().find((tick) => tick.seq > after && tick.is === is),
    limitMs,
  );
const held = ({ payload }: SeenEvent) => payload['held'];

beforeAll(async () => {
  teacher = await Player.of(product(), 'teacher', 'instructor');
  learner = await Player.of(product(), 'an');
  const { id } = await teacher.api.post<{ id: string }>('/exercises', { scenario: 'kept-up', mode: 'class' });
  teacher.exercise = id;
  await teacher.start();
  await learner.join(id);
  stream = learner.follow();
  await learner.order('start');
  await stream.event('range.ready');
});
afterAll(async () => {
  stream?.close();
  await teacher.leave();
});

describe('a service', () => {
  it('is asked tick by tick, and its changes are told', async () => {
    const up = await next('service.up', 0);
    expect(up.payload).toEqual({ service: 'page' });
    await tickThat('up');
    await learner.run('box', 'rm /srv/www/index.html');
    const down = await next('service.down');
    expect(down.payload).toEqual({ service: 'page', reason: expect.stringMatching(/status 404/) as string });
    await learner.run('box', 'echo welcome >/srv/www/index.html');
    await next('service.up', down.seq);
  });

  it('earns and costs by its ticks', async () => {
    const earned = ticks().reduce((sum, { is }) => sum + (is === 'up' ? 2 : -3), 0);
    const before = ticks().length;
    const score = await learner.score();
    // A tick may come between the two looks.
    const expected = ticks().length === before ? [earned] : [earned, earned + 2];
    expect(expected).toContain(score);
  });

  it('that answers nobody is down', async () => {
    await learner.run('box', 'kill -STOP $(cat /srv/pid)');
    expect((await next('service.down')).payload['reason']).toMatch(/not answered within 10 s/);
    await learner.run('box', 'kill -CONT $(cat /srv/pid)');
    await next('service.up');
  });

  it('is not asked while the exercise is paused', async () => {
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

  it('is scored in no tick twice when the worker or the orchestrator dies by kill -9', async () => {
    for (const program of ['worker', 'orchestrator'] as const) {
      const seq = lastSeq();
      process.kill(await product().program(program), 'SIGKILL');
      await tickThat('up', seq);
      await tickThat('up');
    }
    const numbers = ticks().map(({ tick }) => tick);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    expect(numbers.length).toBeGreaterThan(5);
  });
});

describe('a check that must hold', () => {
  it('solves its task only after its ticks, and begins anew after a failure', async () => {
    await learner.run('box', 'touch /root/mended');
    expect(await learner.check('mend')).toMatchObject({ outcome: 'passed', points: 0 });
    const begun = await next('check.passed', 0);
    expect(held(begun)).toEqual({ ticks: 0, of: 2 });
    const once = await next('check.passed', begun.seq);
    expect(held(once)).toEqual({ ticks: 1, of: 2 });
    await learner.run('box', 'rm /root/mended');
    expect(held(await next('check.failed', once.seq))).toEqual({ ticks: 0, of: 2 });
    expect(stream.types()).not.toContain('task.solved');

    await learner.run('box', 'touch /root/mended');
    await learner.check('mend');
    const solved = await next('task.solved', once.seq);
    expect(solved.payload).toEqual({ task: 'mend' });
    const last = stream.events.filter(({ type }) => type === 'check.passed').at(-1)!;
    expect(held(last)).toEqual({ ticks: 2, of: 2 });
  });
});
