import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweep, type ContainerSpec } from '#range';
import { testInstallation } from './range-fixture.js';

const hour = 3_600_000;
let t: Awaited<ReturnType<typeof testInstallation>>;
const made: { containers: string[]; networks: string[]; volumes: string[] } = {
  containers: [],
  networks: [],
  volumes: [],
};

beforeAll(async () => {
  t = await testInstallation('sweep');
});
afterAll(async () => {
  for (const id of made.containers) await t.engine.containers.remove(id);
  for (const id of made.networks) await t.engine.networks.remove(id);
  for (const name of made.volumes) await t.engine.volumes.remove(name);
  await t.remove();
});

/** A container that is only made, never started. */
async function container(name: string, labels: Record<string, string>): Promise<void> {
  const spec: ContainerSpec = {
    Image: 'debian:bookworm-slim',
    Cmd: ['sleep', '1'],
    Labels: labels,
    HostConfig: { NetworkMode: 'none' },
  };
  made.containers.push(await t.engine.containers.create(name, spec));
}

async function network(name: string, labels: Record<string, string>, subnet: string): Promise<void> {
  const spec = {
    Name: name,
    Driver: 'bridge' as const,
    Internal: true,
    CheckDuplicate: true,
    EnableIPv6: false,
    IPAM: { Driver: 'default' as const, Config: [{ Subnet: subnet }] },
    Options: { 'com.docker.network.bridge.inhibit_ipv4': 'true' },
    Labels: labels,
  };
  made.networks.push(await t.engine.networks.create(spec));
}

describe('sweeping a real engine', () => {
  it('takes what is ours, unknown and old enough, and no look-alike', async () => {
    const ours = { 'vocr.installation': t.installation };
    const suffix = process.pid;
    // Names like ours, labels like ours, another installation's with an id that begins as ours does.
    const lookAlikes: [string, Record<string, string>][] = [
      [`vocr-qqqqqqqq-web-${suffix}`, {}],
      [`vocr-${t.installation}-helper-2`, {}],
      [`sweep-other-${suffix}`, { 'vocr.installation': `${t.installation}2`, 'vocr.range': 'qqqqqqqq' }],
      [`sweep-range-only-${suffix}`, { 'vocr.range': 'qqqqqqqq', 'vocr.node': 'web' }],
      [`sweep-prefixed-${suffix}`, { 'xvocr.installation': t.installation, 'vocr.range': 'qqqqqqqq' }],
      [`sweep-known-${suffix}`, { ...ours, 'vocr.range': 'uuuuuuuu' }],
    ];
    for (const [index, [name, labels]] of lookAlikes.entries()) {
      await container(name, labels);
      await network(name, labels, `10.201.${index}.0/28`);
      await t.engine.volumes.create(`${name}-volume`, labels);
      made.volumes.push(`${name}-volume`);
    }
    const stray = `sweep-stray-${suffix}`;
    await container(stray, { ...ours, 'vocr.range': 'qqqqqqqq' });
    await network(stray, { ...ours, 'vocr.range': 'qqqqqqqq' }, '10.201.99.0/28');
    await t.engine.volumes.create(`${stray}-volume`, ours);

    const run = (options: { graceMs?: number; dryRun?: boolean } = {}) =>
      sweep(t.engine, {
        installation: t.installation,
        known: async () => new Set(['uuuuuuuu']),
        holdVolume: t.helper.holdVolume,
        ...options,
      });
    const nothing = { containers: [], networks: [], volumes: [], strays: [], left: [] };
    const all = { containers: [stray], networks: [stray], volumes: [`${stray}-volume`], left: [] };
    expect(await run({ graceMs: hour })).toEqual(nothing);
    const told = await run({ dryRun: true });
    expect(told).toMatchObject(all);
    for (const { ageMs } of told.strays) expect(ageMs).toBeLessThan(hour);
    expect(await run()).toMatchObject(all);
    expect(await run()).toEqual(nothing);
    for (const [name] of lookAlikes) {
      expect(await t.engine.containers.inspect(name), name).toBeDefined();
      expect(
        (await t.engine.networks.list()).some((n) => n.name === name),
        name,
      ).toBe(true);
    }
    const volumes = (await t.engine.volumes.list([])).map(({ name }) => name);
    expect(volumes).toContain(t.helper.holdVolume);
    for (const [name] of lookAlikes) expect(volumes).toContain(`${name}-volume`);
  });
});
