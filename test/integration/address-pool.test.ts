import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PoolExhausted, apply, observe, plan, type DesiredRange } from '#range';
import { createNetwork, NetworkBooks } from '../../libs/range/make-network.js';
import { testInstallation } from './range-fixture.js';

/** Two smallest subnets, one in each of two pools. */
const pools = '10.203.7.0/28,10.204.7.16/28';
const ranges = ['pppppppa', 'pppppppb', 'pppppppc'];
let t: Awaited<ReturnType<typeof testInstallation>>;
beforeAll(async () => {
  t = await testInstallation('address-pool');
});
afterEach(async () => {
  for (const range of ranges) await t.converge(range, undefined);
});
afterAll(() => t.remove());

/** A range that is nothing but one network. */
const oneNetwork = (range: string): DesiredRange => ({
  range,
  generation: 1,
  networks: [{ name: 'lan', cidr: '192.168.56.0/24' }],
  nodes: [],
});

async function bring(range: string, pool: string): Promise<void> {
  const desired = oneNetwork(range);
  const steps = plan(desired, await observe(t.engine, t.helper, range));
  await apply(steps, desired, { engine: t.engine, helper: t.helper, pool });
}

const subnets = async () =>
  (await t.engine.networks.list([`vocr.installation=${t.installation}`])).flatMap((n) => n.subnets).sort();

describe('small pools on a real engine', () => {
  it('are used up to the last subnet, refused with figures, and free again when a range ends', async () => {
    await bring(ranges[0]!, pools);
    await bring(ranges[1]!, pools);
    expect(await subnets()).toEqual(['10.203.7.0/28', '10.204.7.16/28']);
    const third = bring(ranges[2]!, pools);
    await expect(third).rejects.toThrow(PoolExhausted);
    await expect(third).rejects.toThrow(/vocr-pppppppc-lan: all 2 subnets of size \/28 in .* are taken/);
    await t.converge(ranges[0]!, undefined);
    await bring(ranges[2]!, pools);
    expect(await subnets()).toEqual(['10.203.7.0/28', '10.204.7.16/28']);
  });

  it('are shared by launches at once, though each looks before any has made its network', async () => {
    await Promise.all(ranges.map((range) => bring(range, '10.203.8.0/27,10.203.9.0/28')));
    expect(new Set(await subnets()).size).toBe(3);
  });

  it('are looked at again when another process was quicker, and then refused with figures', async () => {
    const pool = '10.203.10.0/27';
    const books = new NetworkBooks(t.engine, t.helper, pool);
    await books.book('looks for the first time', 1);
    await bring(ranges[0]!, pool);
    const [theirs] = await subnets();
    const free = ['10.203.10.0/28', '10.203.10.16/28'].filter((subnet) => subnet !== theirs);
    // Its look is out of date: the one subnet that it holds free is theirs by now.
    const of = { installation: t.installation, range: ranges[1]!, generation: 1 };
    const late = createNetwork(books, of, { name: 'lan', cidr: '192.168.56.0/24' }, oneNetwork(ranges[1]!));
    await expect(late).rejects.toThrow(PoolExhausted);
    await bring(ranges[2]!, pool);
    expect(await subnets()).toEqual([theirs, ...free].sort());
  });

  it("give no subnet that the host's routes touch", async () => {
    const blocked = '10.205.7.0/28';
    const route = (action: string) => t.helper.run(`ip route ${action} blackhole ${blocked}`, 10_000);
    expect((await route('add')).exitCode).toBe(0);
    try {
      await bring(ranges[0]!, `${blocked},10.205.9.0/28`);
      expect(await subnets()).toEqual(['10.205.9.0/28']);
      await expect(bring(ranges[1]!, blocked)).rejects.toThrow(/routes of the host/);
    } finally {
      expect((await route('del')).exitCode).toBe(0);
    }
  });
});
