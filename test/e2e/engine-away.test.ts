import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngineProxy, type EngineProxy } from '../support/engine-proxy.js';
import { Player } from '../support/player.js';
import { until } from '../support/until.js';
import { useProduct } from '../support/use-product.js';

let engine: EngineProxy;
// Hooks run in reverse: the installation goes down first, for which it needs the engine.
afterAll(() => engine.close());
const product = useProduct(async () => {
  engine = await startEngineProxy();
  return { env: { DOCKER_HOST: engine.host, VOCR_HOST_LOST: '15s' } };
});

interface Health {
  code: number;
  parts: Record<string, { ok: boolean; detail: string }>;
}
const health = async (): Promise<Health> => {
  const answer = await fetch(`${product().url}/healthz`);
  return { code: answer.status, ...((await answer.json()) as Omit<Health, 'code'>) };
};

describe('the engine goes away', () => {
  let learner: Player;
  beforeAll(async () => void (learner = await Player.of(product(), 'tuan')));

  it('in a launch, and stays away: health names it, and the range fails with a reason', async () => {
    const processes = [await product().program('worker'), await product().program('orchestrator')];
    await learner.create('two-boxes');
    const stream = learner.follow();
    await learner.start();
    await until('it is being built', () => stream.transients.some(({ phase }) => phase === 'create-node'));
    await engine.cut();
    const ill = await until('health tells', async () => {
      const now = await health();
      return now.code === 503 && !now.parts['docker']?.ok ? now : undefined;
    });
    expect(ill.parts['docker']?.detail).toContain('engine.sock');
    expect(ill.parts['database']?.ok).toBe(true);
    const failed = await stream.event('range.failed', { limitMs: 60_000 });
    expect(failed.payload['reason']).toMatch(/^Docker on the host of this range has not answered for 15 s/);
    expect([await product().program('worker'), await product().program('orchestrator')]).toEqual(processes);
    stream.close();
  });

  it('and comes back: the range can be started again, and nothing of the first launch is left', async () => {
    await engine.heal();
    await until('health is well', async () => (await health()).code === 200);
    const stream = learner.follow();
    await learner.order('reset');
    await stream.event('range.ready', { limitMs: 60_000 });
    const { id } = await learner.range();
    expect(await product().made('ranges')).toEqual(
      ['far', 'lan', 'near'].map((name) => `vocr-${id}-${name}`),
    );
    expect(await learner.run('near', "bash -c 'cat </dev/tcp/far/7000'")).toMatch(/VOCR\{/);
    stream.close();
    await learner.leave();
  });

  it('for a moment in a launch: the range comes up all the same', async () => {
    await learner.create('two-boxes');
    const stream = learner.follow();
    await learner.start();
    await until('it is being built', () => stream.transients.some(({ phase }) => phase === 'create-node'));
    await engine.cut();
    await engine.heal();
    await stream.event('range.ready', { limitMs: 60_000 });
    expect(stream.types()).not.toContain('range.failed');
    expect(await learner.run('near', "bash -c 'cat </dev/tcp/far/7000'")).toMatch(/VOCR\{/);
    stream.close();
    await learner.leave();
    expect(await product().made('ranges')).toEqual([]);
  });
});
