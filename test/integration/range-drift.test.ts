import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '#probes';
import { NodeFailed, apply, awaitReady, findNode, networkName, observe, plan, portName } from '#range';
import { lookAt, pool, testInstallation } from './range-fixture.js';

let t: Awaited<ReturnType<typeof testInstallation>>;
beforeAll(async () => {
  t = await testInstallation('drift');
});
afterAll(() => t.remove());

describe('a range that drifts', () => {
  const range = 'cccccccc';

  it('converges from a launch cut short after each number of steps', async () => {
    const desired = t.wanted(range);
    for (let cut = 1; cut <= 6; cut++) {
      let begun = 0;
      const stop = new AbortController();
      const cutShort = apply(plan(desired, await observe(t.engine, t.helper, range)), desired, {
        engine: t.engine,
        helper: t.helper,
        pool,
        parallel: 1,
        signal: stop.signal,
        onProgress: (_step, phase) => {
          if (phase === 'begin' && ++begun === cut) stop.abort(new Error('cut short'));
        },
      });
      await expect(cutShort).rejects.toThrow('cut short');
      await t.converge(range, desired);
      await t.awaitWeb(range);
      expect(plan(desired, await observe(t.engine, t.helper, range))).toEqual([]);
      await t.converge(range, undefined);
    }
  });

  it('comes up once when a second worker begins while calls of a killed one are still under way', async () => {
    const desired = t.wanted(range);
    const options = { engine: t.engine, helper: t.helper, pool };
    const first = plan(desired, await observe(t.engine, t.helper, range));
    const launches = [0, 150, 600].map(async (ms) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      const steps = ms === 0 ? first : plan(desired, await observe(t.engine, t.helper, range));
      await apply(steps, desired, options);
    });
    await Promise.allSettled(launches);
    await t.converge(range, desired);
    await t.awaitWeb(range);
    const { nodes, networks } = await observe(t.engine, t.helper, range);
    expect(nodes.map((n) => `${n.name} ${n.state}`).sort()).toEqual([
      'box running',
      'db running',
      'web running',
    ]);
    expect(networks.map((n) => n.name).sort()).toEqual(['backend', 'dmz']);
    expect(await t.inside(range, 'box', lookAt('web'))).toBe(`flag of ${range}`);
  });

  it('holds and prepares a node again when it was killed or restarted', async () => {
    const desired = t.wanted(range);
    await t.converge(range, desired);
    const { container } = (await findNode(t.engine, { installation: t.installation, range, node: 'web' }))!;
    await t.helper.run(`kill -9 ${(await t.engine.containers.inspect(container))!.pid}`, 5_000);
    await expect
      .poll(
        async () => (await findNode(t.engine, { installation: t.installation, range, node: 'web' }))?.ended,
      )
      .toContain('code 137');
    expect((await t.converge(range, desired)).map((s) => s.kind)).toEqual(['start-node', 'prepare-nodes']);
    await t.awaitWeb(range);
    expect(await t.inside(range, 'box', lookAt('web'))).toBe(`flag of ${range}`);
  });

  it('goes on when someone inside removes the mark of a node that was let go', async () => {
    const desired = t.wanted(range);
    await t.inside(range, 'box', 'echo kept >/root/notes; rm /.vocr/run/released');
    expect((await t.converge(range, desired)).map((s) => s.kind)).toEqual(['prepare-nodes']);
    expect(await t.inside(range, 'box', 'cat /root/notes')).toBe('kept');
    expect(await t.inside(range, 'box', lookAt('web'))).toBe(`flag of ${range}`);
  });

  it('goes on, with what it has written, after someone pruned its networks', async () => {
    const desired = t.wanted(range);
    await t.inside(range, 'box', 'echo kept >/root/notes');
    for (const { id } of (await observe(t.engine, t.helper, range)).networks)
      await t.engine.networks.remove(id);
    expect(await t.inside(range, 'box', lookAt('web'))).toContain('unreachable');
    expect((await t.converge(range, desired)).map((s) => s.kind)).toEqual([
      'create-network',
      'create-network',
      'attach-nodes',
    ]);
    expect(await t.inside(range, 'box', 'cat /root/notes')).toBe('kept');
    expect(await t.inside(range, 'box', lookAt('web'))).toBe(`flag of ${range}`);
  });

  it('is attached anew when that was cut short', async () => {
    await t.helper.run(`ip link del dev ${portName(range, 1, 0)}`, 10_000);
    expect(await t.inside(range, 'box', lookAt('web'))).toContain('unreachable');
    expect((await t.converge(range, t.wanted(range))).map((s) => s.kind)).toEqual(['attach-nodes']);
    expect(await t.inside(range, 'box', lookAt('web'))).toBe(`flag of ${range}`);
  });

  it('freezes and goes on', async () => {
    const desired = t.wanted(range);
    await t.converge(range, { ...desired, suspended: true });
    expect((await observe(t.engine, t.helper, range)).nodes.map((n) => n.state)).toEqual([
      'paused',
      'paused',
      'paused',
    ]);
    await t.converge(range, desired);
    expect((await observe(t.engine, t.helper, range)).nodes.map((n) => n.state)).toEqual([
      'running',
      'running',
      'running',
    ]);
  });

  it('is made anew by a reset and gone after its end', async () => {
    await t.converge(range, t.wanted(range, 2));
    await t.awaitWeb(range);
    const observed = await observe(t.engine, t.helper, range);
    expect(observed.nodes.map((n) => n.generation)).toEqual([2, 2, 2]);
    await t.converge(range, undefined);
    expect(await observe(t.engine, t.helper, range)).toEqual({ range, networks: [], nodes: [], links: {} });
    expect((await t.engine.networks.list()).some((n) => n.name === networkName(range, 'dmz'))).toBe(false);
  });
});

describe('a node that cannot live', () => {
  it('is named with the reason and the end of its log', async () => {
    const range = 'dddddddd';
    const desired = t.wanted(range);
    desired.nodes.find((n) => n.name === 'db')!.command = ['sh', '-c', 'echo cannot find my data; exit 3'];
    // Its process may end before or after its preparation does: either way the wait is told why.
    await t.advance(range, desired).catch((error: unknown) => expect(error).toBeInstanceOf(NodeFailed));
    const ready = awaitReady({
      node: 'db',
      look: () => findNode(t.engine, { installation: t.installation, range, node: 'db' }),
      intervalMs: 50,
      limitMs: 5_000,
      ask: async () => ask({ tcp: { port: 3306 } }, await t.target(range, 'db', '10.10.20.30')),
    });
    await expect(ready).rejects.toThrow(
      /node db failed: its main process ended with code 3[\s\S]*cannot find my data/,
    );
    await t.converge(range, undefined);
  });

  it('is refused when its image is gone', async () => {
    const desired = t.wanted('eeeeeeee');
    desired.nodes[0]!.image = `sha256:${'0'.repeat(64)}`;
    await expect(t.converge('eeeeeeee', desired)).rejects.toThrow(
      /node box failed: image .* is not on the engine/,
    );
    await t.converge('eeeeeeee', undefined);
  });
});
