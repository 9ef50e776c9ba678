import { beforeAll, describe, expect, it } from 'vitest';
import { Player } from '../support/player.js';
import { useProduct } from '../support/use-product.js';

const product = useProduct();

describe('a scenario that cannot be launched', () => {
  let learner: Player;
  beforeAll(async () => void (learner = await Player.of(product(), 'vy')));

  it('fails with what its node said last, leaves nothing, and can be tried again', async () => {
    await learner.create('broken-box');
    const stream = learner.follow();
    await learner.start();
    const node = await stream.event('node.failed', { limitMs: 60_000 });
    expect(node.payload['node']).toBe('broken');
    const failed = await stream.event('range.failed');
    expect(failed.payload['reason']).toMatch(/ended with code 3/);
    expect(failed.payload['reason']).toMatch(/the till is missing its key/);
    expect(await learner.range()).toMatchObject({ state: 'failed', reason: failed.payload['reason'] });
    expect(await product().made('ranges')).toEqual([]);

    await learner.order('reset');
    const again = await stream.event('range.requested', { after: failed.seq });
    expect(again.payload['generation']).toBe(2);
    await stream.event('range.starting', { after: again.seq });
    await learner.leave();
    expect(await product().made('ranges')).toEqual([]);
    stream.close();
  });

  it('can be given up while its node does not get ready', async () => {
    await learner.create('never-ready');
    const stream = learner.follow();
    await learner.start();
    const starting = await stream.event('range.starting');
    expect((await learner.range()).nodes).toMatchObject([{ id: 'box', state: 'starting' }]);
    await expect(learner.check('anything')).rejects.toMatchObject({ status: 404 });
    await learner.order('stop');
    await stream.event('range.gone', { after: starting.seq, limitMs: 10_000 });
    expect(stream.types()).not.toContain('range.ready');
    expect(await product().made('ranges')).toEqual([]);
    stream.close();
    await learner.leave();
  });

  it('is not there when there is none of that name', async () => {
    await expect(learner.create('no-such-scenario')).rejects.toMatchObject({ status: 404 });
  });
});
