import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Follower } from '../support/follower.js';
import { Player } from '../support/player.js';
import { openTerminal } from '../support/terminal.js';
import { until } from '../support/until.js';
import { useProduct } from '../support/use-product.js';

const product = useProduct();

describe('a class that is paused', () => {
  let teacher: Player;
  let [lan, tam]: Player[] = [];
  let stream: Follower;
  const steer = (what: string) => teacher.api.post(`/exercises/${teacher.exercise}/${what}`);
  /** Waits until every node of a learner's range is so. */
  const all = async (player: Player, state: string) => {
    const { id } = await player.range();
    await until(`all of ${player.name} are ${state}`, async () => {
      const states = await product().states(id);
      return states.length > 0 && states.every((is) => is === state);
    });
  };

  beforeAll(async () => {
    teacher = await Player.of(product(), 'teacher', 'instructor');
    const { id } = await teacher.api.post<{ id: string }>('/exercises', {
      scenario: 'two-boxes',
      mode: 'class',
    });
    teacher.exercise = id;
    await steer('start');
    [lan, tam] = [await Player.of(product(), 'lan'), await Player.of(product(), 'tam')];
    for (const player of [lan, tam]) {
      await player.join(id);
      await player.order('start');
    }
    stream = lan.follow();
    for (const player of [lan, tam])
      await until('it is ready', async () => (await player.range()).state === 'ready');
  });
  afterAll(async () => {
    stream.close();
    await steer('finish');
  });

  it('stands still in all its machines, whose terminals go on with what was typed meanwhile', async () => {
    const seat = { exercise: lan!.exercise, team: lan!.team, node: 'near' };
    const terminal = openTerminal(product().url, { token: lan!.token }, seat);
    terminal.type('echo before-$((6*7))\n');
    await terminal.shows(/before-42/);
    await tam!.order('suspend');
    await all(tam!, 'paused');

    await steer('pause');
    await all(lan!, 'paused');
    expect(await lan!.range()).toMatchObject({ state: 'suspended', reason: 'exercise-paused' });
    terminal.type('echo after-$((6*7))\n');
    await sleep(500);
    expect(terminal.seen()).not.toMatch(/after-42/);
    const second = openTerminal(product().url, { token: lan!.token }, seat);
    expect(await second.closed).toMatchObject({ reason: expect.stringMatching(/is paused/) });
    await lan!.order('resume').then(
      () => expect.unreachable('it was taken'),
      (error: unknown) =>
        expect(error).toMatchObject({ status: 409, type: 'urn:vocr:problem:exercise-paused' }),
    );

    await steer('resume');
    await terminal.shows(/after-42/);
    terminal.close();
    await all(lan!, 'running');
    // What its learner had suspended stays so.
    expect(await tam!.range()).toMatchObject({ state: 'suspended' });
    await all(tam!, 'paused');
    await tam!.order('resume');
    await all(tam!, 'running');
    expect(stream.types()).not.toContain('range.degraded');
  });

  it('pauses and goes on, though worker and orchestrator die at each, and keeps its clock', async () => {
    const clock = async () =>
      (await lan!.api.get<{ clock: { ms: number } }>(`/exercises/${lan!.exercise}`)).clock.ms;
    for (const [wish, state] of [
      ['pause', 'paused'],
      ['resume', 'running'],
    ] as const) {
      process.kill(await product().program('worker'), 'SIGKILL');
      await steer(wish);
      const at = await clock();
      process.kill(await product().program('orchestrator'), 'SIGKILL');
      await until('it answers again', () =>
        clock().then(
          (ms) => ms >= at,
          () => false,
        ),
      );
      if (wish === 'pause') expect(await clock()).toBe(at);
      for (const player of [lan!, tam!]) await all(player, state);
    }
    expect(stream.types()).not.toContain('range.failed');
  });

  it('builds a range to its end that was being built, and has it stand still then', async () => {
    await tam!.order('reset');
    await steer('pause');
    await until('it stands still', async () => (await tam!.range()).reason === 'exercise-paused');
    await all(tam!, 'paused');
    await steer('resume');
    await all(tam!, 'running');
    expect(await tam!.run('near', "bash -c 'cat </dev/tcp/far/7000'")).toMatch(/VOCR\{/);
  });
});
