import { totalmem } from 'node:os';
import { lookAtHost } from '#range';
import { afterAll, beforeAll, expect, it } from 'vitest';
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
