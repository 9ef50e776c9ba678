import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Player } from '../support/player.js';
import type { Follower } from '../support/follower.js';
import { until } from '../support/until.js';
import { useProduct } from '../support/use-product.js';

const product = useProduct();

/** What a range of two-boxes is on the engine, and nothing else. */
const whole = (range: string) => ['far', 'lan', 'near'].map((name) => `vocr-${range}-${name}`);
const crash = async () => process.kill(await product().program('worker'), 'SIGKILL');
const count = (stream: Follower, type: string) => stream.types().filter((it) => it === type).length;

describe('the worker dies by kill -9', () => {
  const launched: Follower[] = [];
  let learner: Player;
  beforeAll(async () => void (learner = await Player.of(product(), 'hoa')));
  afterAll(() => launched.forEach((stream) => stream.close()));

  const isAt = (stream: Follower, moment: string) =>
    stream.types().includes(moment) || stream.transients.some(({ phase }) => phase === moment);

  it.each(['range.preparing', 'range.starting', 'prepare-nodes'])(
    'in a launch, at %s: the range comes up, once, and nothing twice',
    async (moment) => {
      await learner.create('two-boxes');
      const stream = learner.follow();
      launched.push(stream);
      await until('the stream is open', () => stream.connections === 1);
      await learner.start();
      await until(moment, () => isAt(stream, moment));
      const before = stream.types();
      await crash();
      expect(before).not.toContain('range.ready');
      await stream.event('range.ready');
      const { id } = await learner.range();
      expect(await product().made('ranges')).toEqual(whole(id));
      expect(await learner.run('near', "bash -c 'cat </dev/tcp/far/7000'")).toMatch(/VOCR\{/);
      expect(stream.events.map(({ seq }) => seq)).toEqual(stream.events.map((_, index) => index + 1));
      await learner.leave();
    },
  );

  it('in a teardown: the range still goes', async () => {
    const stream = await learner.launch('two-boxes');
    launched.push(stream);
    await learner.finish();
    await stream.event('range.stopping');
    await crash();
    await stream.event('range.gone');
    expect(await product().made('ranges')).toEqual([]);
  });

  it('leaves no job behind that would do it all again', () => {
    for (const stream of launched) {
      expect(count(stream, 'range.ready')).toBe(1);
      expect(count(stream, 'range.gone')).toBe(1);
      expect(count(stream, 'range.degraded')).toBe(0);
    }
  });
});

describe("a node's first process dies by kill -9", () => {
  it('is seen and mended', async () => {
    const learner = await Player.of(product(), 'khoa');
    const stream = await learner.launch('two-boxes');
    const { id } = await learner.range();
    const dead = await product().firstProcess(id, 'far');
    process.kill(dead, 'SIGKILL');
    const degraded = await stream.event('range.degraded');
    expect(degraded.payload['reason']).toContain('far');
    await stream.event('range.ready', { after: degraded.seq });
    expect(await product().firstProcess(id, 'far')).not.toBe(dead);
    expect(await product().made('ranges')).toEqual(whole(id));
    expect(await learner.run('near', "bash -c 'cat </dev/tcp/far/7000'")).toMatch(/VOCR\{/);
    stream.close();
    await learner.leave();
    expect(await product().made('ranges')).toEqual([]);
  });
});
