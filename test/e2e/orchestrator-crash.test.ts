import { beforeAll, describe, expect, it } from 'vitest';
import { Player } from '../support/player.js';
import { until } from '../support/until.js';
import { useProduct } from '../support/use-product.js';

const product = useProduct();
const crash = async () => process.kill(await product().program('orchestrator'), 'SIGKILL');

describe('the orchestrator dies by kill -9', () => {
  let learner: Player;
  beforeAll(async () => void (learner = await Player.of(product(), 'dung')));

  it('in a launch: the range comes up, and a stream that reconnects has lost nothing', async () => {
    await learner.create('two-boxes');
    const stream = learner.follow();
    await until('the stream is open', () => stream.connections === 1);
    await learner.start();
    await stream.event('range.preparing');
    await crash();
    await stream.event('range.ready');
    expect(stream.connections).toBe(2);
    expect(stream.types().filter((type) => type.startsWith('range.'))).toEqual([
      'range.requested',
      'range.placed',
      'range.preparing',
      'range.starting',
      'range.ready',
    ]);
    expect(stream.events.map(({ seq }) => seq)).toEqual(stream.events.map((_, index) => index + 1));
    stream.close();
  });

  it('before a requested range was placed: it is placed when it is back', async () => {
    await learner.leave();
    await learner.create('one-box');
    await learner.start();
    await crash();
    const stream = learner.follow();
    await stream.event('range.ready');
    expect(stream.types().filter((type) => type === 'range.placed')).toHaveLength(1);
    stream.close();
  });

  it('in a teardown: the range still goes', async () => {
    const stream = learner.follow();
    await learner.finish();
    await crash();
    await stream.event('range.gone');
    expect(await product().made('ranges')).toEqual([]);
    expect(stream.types().slice(-3)).toEqual(['exercise.finished', 'range.stopping', 'range.gone']);
    stream.close();
  });
});
