import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apply, findNode, observe, plan, type DesiredRange, type Step } from '#range';
import { lookAt, pool, testInstallation } from './range-fixture.js';

let t: Awaited<ReturnType<typeof testInstallation>>;
beforeAll(async () => {
  t = await testInstallation('steps');
});
afterAll(() => t.remove());

const range = 'tttttttt';
const planned = async (desired: DesiredRange | undefined) =>
  plan(desired, await observe(t.engine, t.helper, range));
const carryOut = (steps: Step[], desired: DesiredRange | undefined, signal?: AbortSignal, begun = () => {}) =>
  apply(steps, desired, {
    engine: t.engine,
    helper: t.helper,
    pool,
    parallel: 1,
    onProgress: (_step, phase) => phase === 'begin' && begun(),
    ...(signal ? { signal } : {}),
  });
const expectWhole = async (desired: DesiredRange) => {
  await t.awaitWeb(range);
  expect(await planned(desired)).toEqual([]);
  expect(await t.inside(range, 'box', lookAt('web'))).toBe(`flag of ${range}`);
};
const reset = (desired: DesiredRange, name: string, by = 1): DesiredRange => ({
  ...desired,
  nodes: desired.nodes.map((node) => (node.name === name ? { ...node, reset: by } : node)),
});

/** Each step by itself, twice, as if whoever did it first had died before it could say so. */
async function eachTwice(desired: DesiredRange | undefined): Promise<string[]> {
  const steps = await planned(desired);
  for (const step of steps) {
    const alone = [{ ...step, after: [] }];
    await carryOut(alone, desired);
    await carryOut(alone, desired);
  }
  return steps.map(({ kind }) => kind);
}

/** Cuts the way to `desired` short after one step, two, …, and goes it to its end from there; then back by `back`. */
async function cutAtEach(desired: DesiredRange | undefined, back: () => Promise<unknown>): Promise<number> {
  for (let cut = 1; ; cut++) {
    const steps = await planned(desired);
    if (cut >= steps.length) return steps.length;
    const stop = new AbortController();
    let left = cut;
    const work = carryOut(steps, desired, stop.signal, () => {
      left -= 1;
      if (left === 0) stop.abort(new Error('cut short'));
    });
    await expect(work).rejects.toThrow('cut short');
    await t.converge(range, desired);
    if (desired) await expectWhole(desired);
    await back();
  }
}

describe('each step, done twice,', () => {
  it('launches as if done once', async () => {
    const desired = t.wanted(range);
    const kinds = await eachTwice(desired);
    expect(new Set(kinds)).toEqual(new Set(['create-network', 'create-node', 'start-node', 'prepare-nodes']));
    await expectWhole(desired);
    const { nodes, networks } = await observe(t.engine, t.helper, range);
    expect([nodes.length, networks.length]).toEqual([3, 2]);
  });

  it('freezes and lets go on as if done once', async () => {
    const desired = t.wanted(range);
    expect(new Set(await eachTwice({ ...desired, suspended: true }))).toEqual(new Set(['pause-node']));
    expect(await planned({ ...desired, suspended: true })).toEqual([]);
    expect(new Set(await eachTwice(desired))).toEqual(new Set(['unpause-node']));
    await expectWhole(desired);
  });

  it('builds one node anew as if done once', async () => {
    const desired = reset(t.wanted(range), 'web');
    expect(await eachTwice(desired)).toEqual(['remove-node', 'create-node', 'start-node', 'prepare-nodes']);
    await expectWhole(desired);
  });

  it('takes down as if done once', async () => {
    const kinds = await eachTwice(undefined);
    expect(new Set(kinds)).toEqual(new Set(['remove-node', 'remove-network']));
    expect(await observe(t.engine, t.helper, range)).toMatchObject({ nodes: [], networks: [] });
  });
});

describe('cut short at every step,', () => {
  it('the reset of a node converges, and the other nodes never end', async () => {
    const desired = t.wanted(range);
    await t.converge(range, desired);
    await expectWhole(desired);
    const find = (node: string) => findNode(t.engine, { installation: t.installation, range, node });
    const others = [await find('box'), await find('db')];
    const steps = await cutAtEach(reset(desired, 'web'), () => t.converge(range, desired));
    expect(steps).toBe(4);
    expect([await find('box'), await find('db')]).toEqual(others);
  });

  it('a takedown converges', async () => {
    const desired = t.wanted(range);
    await t.converge(range, desired);
    const steps = await cutAtEach(undefined, async () => {
      expect(await observe(t.engine, t.helper, range)).toMatchObject({ nodes: [], networks: [] });
      await t.converge(range, desired);
    });
    expect(steps).toBe(5);
  });
});
