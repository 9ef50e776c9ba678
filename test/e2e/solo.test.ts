import { describe, expect, it } from 'vitest';
import { Player } from '../support/player.js';
import { closeCodeOf } from '../support/follower.js';
import { openTerminal } from '../support/terminal.js';
import { until } from '../support/until.js';
import { useProduct } from '../support/use-product.js';
import type { Follower } from '../support/follower.js';

const product = useProduct();

/** One learner's way from the first click to the last, step by step. */
describe('a learner alone', () => {
  let learner: Player;
  let stream: Follower;
  const place = () => ({ exercise: learner.exercise, team: learner.team, node: 'box' });
  const terminal = () => openTerminal(product().url, learner, place());

  it('sees the range come up, each state once and in order', async () => {
    learner = await Player.of(product(), 'lan');
    stream = await learner.launch('one-box');
    expect(stream.types()).toEqual([
      'exercise.created',
      'team.joined',
      'member.joined',
      'exercise.started',
      'range.requested',
      'range.placed',
      'range.preparing',
      'range.starting',
      'node.ready',
      'range.ready',
    ]);
    expect(stream.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const phases = stream.transients.filter(({ type }) => type === 'progress').map(({ phase }) => phase);
    expect(phases).toEqual(
      expect.arrayContaining(['create-network', 'create-node', 'start-node', 'await-ready']),
    );
    expect((await learner.range()).nodes).toEqual([
      { id: 'box', state: 'ready', addresses: ['192.168.56.10'] },
    ]);
  });

  it('gets the same events again from any seq, and no others', async () => {
    for (const after of [0, 4, 9]) {
      const again = learner.follow(after);
      await until('all events came', () => again.events.length >= 10 - after);
      expect(again.events).toEqual(stream.events.slice(after, 10));
      again.close();
    }
    const { items } = await learner.api.get<{ items: unknown[] }>(
      `/exercises/${learner.exercise}/events?after=4&limit=3`,
    );
    expect(items).toEqual(stream.events.slice(4, 7));
  });

  it('types in a terminal, which has the size that it was given', async () => {
    const box = terminal();
    box.resize(123, 45);
    box.type('echo $((6*7)) on $(hostname); stty size\r');
    await box.shows(/42 on box/);
    await box.shows(/45 123/);
    box.resize(90, 20);
    box.type('clear; stty size\r');
    await box.shows(/20 90/);
    box.type('exit\r');
    expect(await box.closed).toEqual({ code: 1000, reason: 'the shell has ended' });
  });

  it('loses nothing of a megabyte of output', async () => {
    const lines = Array.from({ length: 160_000 }, (_, index) => `${index + 1}`).join('\n');
    expect(lines.length).toBeGreaterThan(1_000_000);
    expect((await learner.run('box', 'seq 160000')).trim()).toBe(lines);
  });

  it('has two terminals at once, each its own', async () => {
    const ticket = await learner.api.post<{ ticket: string }>('/tickets', {
      for: 'terminal',
      exercise: learner.exercise,
    });
    const [one, two] = [terminal(), openTerminal(product().url, ticket, place())];
    one.type('tty; cat > /tmp/letter; echo sent\r');
    two.type('tty\r');
    const [own] = await two.shows(/\/dev\/pts\/\d+/);
    // Only now its shell has handed the tty on: what is typed sooner, the shell itself may read.
    const [others] = await one.shows(/\/dev\/pts\/\d+/);
    expect(others).not.toBe(own);
    one.type('from one to two\r\u0004');
    await one.shows(/^sent/m);
    two.type('cat /tmp/letter\r');
    await two.shows(/from one to two/);
    for (const it of [one, two]) it.close();
    expect(await closeCodeOf(product().url, 'wrong', `/terminal?${new URLSearchParams(place())}`)).toBe(4401);
  });

  it('earns points for what is right, and pays for a hint', async () => {
    const flag = (await learner.run('box', 'cat /root/flag')).trim();
    expect(flag).toMatch(/^VOCR\{.+\}$/);
    expect(await learner.answer('find', 'VOCR{wrong}')).toEqual({ correct: false, points: 0 });
    const hint = await learner.api.post(learner.path('tasks/find/hints/where'));
    expect(hint).toEqual({ id: 'where', cost: 5, text: { en: 'Look at /root/flag.' } });
    expect(await learner.answer('find', flag)).toEqual({ correct: true, points: 20 });
    expect(await learner.score()).toBe(15);

    expect(await learner.answer('guess', '41')).toEqual({ correct: false, points: 0, attemptsLeft: 1 });
    expect(await learner.answer('guess', '43')).toEqual({ correct: false, points: 0, attemptsLeft: 0 });
    await expect(learner.answer('guess', '42')).rejects.toMatchObject({ status: 409 });
    expect(await learner.score()).toBe(15);
  });

  it('is told by a check what is still wrong, and then that it is right', async () => {
    expect(await learner.check('mend')).toMatchObject({
      outcome: 'failed',
      points: 0,
      results: [{ title: { en: 'the box is mended' }, outcome: 'failed' }],
    });
    await learner.run('box', 'touch /root/mended');
    expect(await learner.check('mend')).toMatchObject({
      outcome: 'passed',
      points: 30,
      results: [{ title: { en: 'the box is mended' }, outcome: 'passed' }],
    });
    expect(await learner.score()).toBe(45);
  });

  it('can have every point explained by an event', async () => {
    const { items } = await learner.api.get<{ items: { seq: number; points: number }[] }>(
      `/exercises/${learner.exercise}/ledger`,
    );
    expect(items.map(({ points }) => points)).toEqual([-5, 20, 30]);
    await until('the stream is as far', () => stream.events.some(({ type }) => type === 'check.passed'));
    const typeOf = (seq: number) => stream.events.find((event) => event.seq === seq)?.type;
    expect(items.map(({ seq }) => typeOf(seq))).toEqual([
      'hint.revealed',
      'answer.submitted',
      'check.passed',
    ]);
    const asOf = await learner.api.get<{ items: { score: number }[] }>(
      `/exercises/${learner.exercise}/scoreboard?at=${items[1]!.seq}`,
    );
    expect(asOf.items.map(({ score }) => score)).toEqual([15]);
  });

  it('finishes, and within seconds nothing is left', async () => {
    const box = terminal();
    box.type('echo $((1+1)) here\r');
    await box.shows(/2 here/);
    expect(await product().made('ranges')).toHaveLength(2);
    const before = stream.events.length;
    await learner.finish();
    await stream.event('range.gone', { limitMs: 10_000 });
    expect((await box.closed).code).toBe(4404);
    expect(await product().made('ranges')).toEqual([]);
    const after = stream.types().slice(before);
    expect(after.filter((type) => !type.startsWith('terminal.'))).toEqual([
      'exercise.finished',
      'range.stopping',
      'range.gone',
    ]);
    expect(await learner.score()).toBe(45);
    await expect(learner.answer('guess', '42')).rejects.toMatchObject({ status: 409 });
    await expect(learner.order('start')).rejects.toMatchObject({ status: 409 });
    await expect(learner.check('mend')).rejects.toMatchObject({ status: 409 });
    expect(await closeCodeOf(product().url, learner.token, `/terminal?${new URLSearchParams(place())}`)).toBe(
      4404,
    );
    stream.close();
  });
});
