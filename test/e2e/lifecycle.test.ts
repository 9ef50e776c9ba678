import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import type { Follower } from '../support/follower.js';
import { Player } from '../support/player.js';
import { openTerminal } from '../support/terminal.js';
import { until } from '../support/until.js';
import { useProduct } from '../support/use-product.js';
import { mustVocr } from '../support/vocr.js';

const product = useProduct();
const terminalOf = (player: Player, node: string) =>
  openTerminal(
    product().url,
    { token: player.token },
    { exercise: player.exercise, team: player.team, node },
  );
const refusal = (type: string) => (error: unknown) =>
  expect(error).toMatchObject({ status: 409, type: `urn:vocr:problem:${type}` });

describe('a range that is suspended', () => {
  let learner: Player;
  let stream: Follower;
  beforeAll(async () => {
    learner = await Player.of(product(), 'lan');
    stream = await learner.launch('two-boxes');
  });
  afterAll(async () => {
    stream.close();
    await learner.leave();
  });

  it('keeps its open terminals, frozen; what was typed meanwhile is done when it is resumed', async () => {
    const terminal = terminalOf(learner, 'near');
    terminal.type('echo before-$((6*7))\n');
    await terminal.shows(/before-42/);
    await learner.order('suspend');
    const { id } = await learner.range();
    await until('it is frozen', async () =>
      (await product().states(id)).every((state) => state === 'paused'),
    );
    terminal.type('echo after-$((6*7))\n');
    await sleep(500);
    expect(terminal.seen()).not.toMatch(/after-42/);
    await learner.order('resume');
    await terminal.shows(/after-42/);
    terminal.close();
    expect(stream.types()).not.toContain('range.degraded');
  });

  it('opens no terminal and resets no node, and takes both again right after it is resumed', async () => {
    await learner.order('suspend');
    expect(await terminalOf(learner, 'near').closed).toMatchObject({
      reason: expect.stringMatching(/is suspended; resume it/),
    });
    await learner
      .order('nodes/near/reset')
      .then(() => expect.unreachable('it was taken'), refusal('range-suspended'));
    await learner.order('resume');
    expect(await learner.run('near', 'echo on-$((6*7))')).toContain('on-42');
  });

  it('is frozen and goes on as it should, though the worker dies at each', async () => {
    const { id } = await learner.range();
    const all = (state: string) =>
      until(`all are ${state}`, async () => (await product().states(id)).every((is) => is === state), 60_000);
    for (const [wish, state] of [
      ['suspend', 'paused'],
      ['resume', 'running'],
    ] as const) {
      process.kill(await product().program('worker'), 'SIGKILL');
      await learner.order(wish);
      await all(state);
    }
  });

  it('is not built while VOCR was down and came up, but when it is resumed', async () => {
    await learner.order('suspend');
    stream.close();
    await mustVocr(['down'], product().env);
    await mustVocr(['up', '--detach'], product().env);
    const { id, state } = await learner.range();
    expect(state).toBe('suspended');
    expect(await product().states(id)).toEqual([]);
    const { seq } = await learner.view();
    stream = learner.follow(seq);
    await learner.order('resume');
    await stream.event('range.ready');
    expect(stream.types()).toEqual([
      'range.resumed',
      'range.degraded',
      'node.ready',
      'node.ready',
      'range.ready',
    ]);
    expect(await learner.run('near', "bash -c 'cat </dev/tcp/far/7000'")).toMatch(/VOCR\{/);
  });

  it('has one node built anew while another goes on, though the worker dies meanwhile', async () => {
    const { id } = await learner.range();
    const terminal = terminalOf(learner, 'near');
    terminal.type('echo mine >/root/kept; echo kept-$((6*7))\n');
    await terminal.shows(/kept-42/);
    const far = await product().firstProcess(id, 'far');
    const { seq } = await learner.view();
    await learner.order('nodes/far/reset');
    process.kill(await product().program('worker'), 'SIGKILL');
    const after = learner.follow(seq);
    await after.event('range.ready', { limitMs: 60_000 });
    expect(after.types()[0]).toBe('node.reset');
    expect(await product().firstProcess(id, 'far')).not.toBe(far);
    expect(await product().states(id)).toEqual(['running', 'running']);
    expect((await learner.run('near', 'cat /root/kept')).trim()).toBe('mine');
    expect(await learner.run('near', "bash -c 'cat </dev/tcp/far/7000'")).toMatch(/VOCR\{/);
    after.close();
  });
});

describe('a range whose time is over', () => {
  it('goes, also when that was while the orchestrator was down, and says so', async () => {
    const learner = await Player.of(product(), 'tam');
    const stream = await learner.launch('one-box');
    const db = new pg.Client({ connectionString: product().databaseUrl });
    await db.connect();
    await db.query(
      `UPDATE events SET payload = jsonb_set(payload, '{lifetime}', '1') WHERE type = 'range.requested'
      AND exercise = $1`,
      [learner.exercise],
    );
    await db.query('UPDATE ranges SET expires_at = now() WHERE exercise = $1', [learner.exercise]);
    await db.end();
    process.kill(await product().program('orchestrator'), 'SIGKILL');
    const stopping = await stream.event('range.stopping');
    expect(stopping.payload).toEqual({ reason: 'expired' });
    await stream.event('range.gone');
    expect(await learner.range()).toMatchObject({ state: 'gone', reason: 'expired' });
    await learner.order('start');
    await stream.event('range.ready', { after: stopping.seq });
    stream.close();
    await learner.leave();
  });
});
