import { describe, expect, it } from 'vitest';
import { Player } from '../support/player.js';
import { mustVocr } from '../support/vocr.js';
import { useProduct } from '../support/use-product.js';

const product = useProduct();

describe('down and up again on the same data', () => {
  it('keeps the exercise and its score, says that the range went, and builds it anew', async () => {
    const learner = await Player.of(product(), 'minh');
    const before = await learner.launch('one-box');
    const flag = await learner.run('box', 'touch /root/own; cat /root/flag');
    await learner.answer('find', flag.trim());
    const { id: range } = await learner.range();

    await mustVocr(['down'], product().env);
    expect(await product().made('all')).toEqual([]);
    await mustVocr(['up', '--detach'], product().env);

    const stream = learner.follow();
    const told = await stream.event('range.degraded');
    expect(told.payload['reason']).toMatch(/stopped/);
    await stream.event('range.ready', { after: told.seq });
    expect(stream.events.slice(0, 10)).toEqual(before.events.slice(0, 10));
    expect((await learner.range()).id).toBe(range);
    expect(await product().made('ranges')).toHaveLength(2);
    expect(await learner.score()).toBe(20);
    expect(await learner.run('box', 'ls /root; cat /root/flag')).toBe(`flag\n${flag}`);

    stream.close();
    before.close();
    await learner.leave();
  });

  it('ends what was to go when it was stopped before it could', async () => {
    const learner = await Player.of(product(), 'nga');
    const stream = await learner.launch('one-box');
    process.kill(await product().program('worker'), 'SIGKILL');
    await learner.finish();
    await stream.event('range.stopping');
    stream.close();

    await mustVocr(['down'], product().env);
    expect(await product().made('all')).toEqual([]);
    await mustVocr(['up', '--detach'], product().env);

    const after = learner.follow();
    await after.event('range.gone');
    expect(after.types().slice(-3)).toEqual(['exercise.finished', 'range.stopping', 'range.gone']);
    after.close();
  });
});
