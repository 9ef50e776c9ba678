import { totalmem } from 'node:os';
import { endLockHog, findNode, lookAtHost } from '#range';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../support/until.js';
import { pool, scenario, testInstallation } from './range-fixture.js';

let at: Awaited<ReturnType<typeof testInstallation>>;
beforeAll(async () => {
  at = await testInstallation('capacity');
});
afterAll(() => at.remove());

it("measures the host of an engine in the same look as its rules, and sees a range's networks come", async () => {
  const before = await lookAtHost(at.helper, [pool]);
  expect(before.missing).toEqual([]);
  const { memory, disk, networks } = before.measure;
  expect(memory.total).toBeGreaterThan(totalmem() * 0.99);
  expect(memory.total).toBeLessThan(totalmem() * 1.01);
  expect(memory.available).toBeGreaterThan(0);
  expect(memory.available).toBeLessThan(memory.total);
  expect(disk.free).toBeGreaterThan(2 ** 20);
  expect(disk.free).toBeLessThan(disk.total);
  expect(networks.total).toBe(4_096);

  await at.converge('capa0001', at.wanted('capa0001'));
  const after = await lookAtHost(at.helper, [pool]);
  expect(after.measure.networks.used).toBeGreaterThanOrEqual(Object.keys(scenario.networks).length);
});

it('ends who takes the memory of the kernel by file locks, and nobody else', async () => {
  const range = 'capa0002';
  await at.converge(range, at.wanted(range));
  // A lock on every second byte: none can be joined with its neighbour.
  const hold = (locks: number) =>
    `perl -MFcntl -e 'open my $f, "+>", "/tmp/locks" or die; for (1 .. ${locks}) { my $l = pack "s s x4 q q i x4", F_WRLCK, 0, 2 * $_, 1, 0; fcntl $f, F_SETLK, $l or die $! } open my $r, ">", "/tmp/ready"; close $r; sleep 600' >/tmp/said 2>&1 & echo $!`;
  const holds = (node: string) =>
    until(
      `the locks of ${node}`,
      async () => {
        const said = await at.inside(range, node, '[ -e /tmp/ready ] && echo ready; cat /tmp/said');
        if (said !== '' && said !== 'ready') throw new Error(said);
        return said === 'ready';
      },
      90_000,
    );
  const lives = async (node: string, pid: string) =>
    (await at.inside(range, node, `kill -0 ${pid} 2>/dev/null && echo lives || echo ended`)) === 'lives';

  const modest = await at.inside(range, 'web', hold(5_000));
  const greedy = await at.inside(range, 'box', hold(21_000));
  await Promise.all([holds('web'), holds('box')]);
  const { lockHogs } = await lookAtHost(at.helper, [pool]);
  const box = await findNode(at.engine, { installation: at.installation, range, node: 'box' });
  const ours = lockHogs.filter(({ container }) => container === box!.container);
  expect(ours).toMatchObject([{ container: box!.container, pids: [expect.any(Number)] }]);
  // The kernel's list is read in pieces, and loses a line when someone else takes or leaves a lock meanwhile.
  expect(21_000 - ours[0]!.locks).toBeLessThan(100);
  expect(await endLockHog(at.engine, at.helper, ours[0]!)).toBe(`vocr-${range}-box`);
  expect(await lives('box', greedy)).toBe(false);
  expect(await lives('web', modest)).toBe(true);
});

it('lets nodes have no locks that belong to no process', async () => {
  const ownerless = `perl -e 'open my $f, "+>", "/tmp/l" or die; my $l = pack "s s x4 q q i x4", 1, 0, 0, 1, 0; print fcntl($f, 37, $l) ? "had" : "refused"'`;
  expect(await at.inside('capa0002', 'box', ownerless)).toBe('refused');
});
