import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  PolicyError,
  apply,
  desire,
  ensureHelper,
  ensureIsolation,
  findNode,
  observe,
  plan,
  type DesiredRange,
  type Helper,
} from '#range';
import { defaultPolicy, scenarioSchema, type InstallationPolicy } from '#scenario';
import { startPrivateEngine, type PrivateEngine } from '../support/private-engine.js';

const range = 'rrrrrrrr';
const folder = mkdtempSync(join(tmpdir(), 'vocr-runtimes-'));
const callsOf = join(folder, 'calls');
/** A second runtime: the first one, which tells what it was asked. */
const wrapper = join(folder, 'telling-runc');
let own: PrivateEngine;
let helper: Helper;

beforeAll(async () => {
  writeFileSync(wrapper, `#!/bin/sh\necho "$*" >>${callsOf}\nexec runc "$@"\n`);
  chmodSync(wrapper, 0o755);
  writeFileSync(callsOf, '');
  own = await startPrivateEngine({
    name: 'runtimes',
    daemon: { runtimes: { telling: { path: wrapper } } },
  });
  helper = await ensureHelper(own.engine, { installation: `t-runtimes-${process.pid}` });
  await ensureIsolation(helper);
});
afterAll(async () => {
  helper?.close();
  await own?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const node = { image: 'debian:bookworm-slim', command: ['sleep', 'infinity'], networks: { lan: {} } };
const { nodes, networks } = scenarioSchema.pick({ nodes: true, networks: true }).parse({
  networks: { lan: { cidr: '192.168.56.0/24' } },
  nodes: {
    usual: node,
    other: {
      ...node,
      runtime: 'telling',
      sysctls: { 'net.ipv4.tcp_syncookies': 0, 'net.ipv4.ip_local_port_range': '40000 41000' },
      setuid: true,
    },
  },
});
const policy: InstallationPolicy = {
  ...defaultPolicy,
  runtimes: { permit: ['runc', 'telling', 'nowhere'] },
  setuid: true,
};

async function wanted(generation: number, runtime?: string): Promise<DesiredRange> {
  const { id } = (await own.engine.images.inspect('debian:bookworm-slim'))!;
  const images = { usual: id, other: id };
  return desire({ scenario: { nodes, networks }, range, generation, images, values: {}, runtime });
}

async function converge(desired: DesiredRange | undefined, under: InstallationPolicy): Promise<void> {
  for (let round = 0; round < 5; round++) {
    const steps = plan(desired, await observe(own.engine, helper, range));
    if (steps.length === 0) return;
    await apply(steps, desired, { engine: own.engine, helper, pool: '10.202.0.0/16', policy: under });
  }
  throw new Error('the range is not as it must be after 5 plans');
}

const containerOf = async (name: string) =>
  (await findNode(own.engine, { installation: helper.installation, range, node: name }))!.container;

/** Containers that the second runtime was asked to create. */
const createdByOther = () =>
  readFileSync(callsOf, 'utf8')
    .split('\n')
    .filter((line) => / create /.test(line))
    .map((line) => line.split(' ').at(-1));

async function inside(name: string, command: string): Promise<string> {
  const request = { command: ['sh', '-c', command], timeoutMs: 20_000 };
  const { stdout, stderr } = await own.engine.exec(await containerOf(name), request);
  return `${stdout}${stderr}`.trim();
}

describe('on an engine with a second runtime', () => {
  it('each node runs in the one that it asks for, held and prepared like any other', async () => {
    await converge(await wanted(1), policy);
    expect(createdByOther()).toEqual([await containerOf('other')]);
    expect(await inside('other', 'hostname; cat /.vocr/run/released && echo released')).toBe(
      'other\nreleased',
    );
    expect(await inside('usual', 'timeout 3 getent hosts other')).toMatch(/^192\.168\.56\.\d+ +other$/);
  });

  it('a node has the sysctls of its own network that it asks for, and only it', async () => {
    const read = 'cat /proc/sys/net/ipv4/tcp_syncookies /proc/sys/net/ipv4/ip_local_port_range';
    expect(await inside('other', read)).toMatch(/^0\n40000\s41000$/);
    expect(await inside('usual', read)).not.toMatch(/^0\n40000/);
  });

  it('programs gain the rights of their owner only in the node that asks for it', async () => {
    const flag = "sed -n 's/^NoNewPrivs:\\t//p' /proc/self/status";
    expect(await inside('other', flag)).toBe('0');
    expect(await inside('usual', flag)).toBe('1');
  });

  it('every node runs in the one that the installation requires', async () => {
    writeFileSync(callsOf, '');
    const required = { ...policy, runtimes: { permit: ['telling'], require: 'telling' } };
    await converge(await wanted(2, 'telling'), required);
    expect(createdByOther().sort()).toEqual([await containerOf('other'), await containerOf('usual')].sort());
    // A plan that forgot what is required makes no node.
    await expect(converge(await wanted(3), required)).rejects.toThrow(/node usual: .*requires telling/);
    await converge(undefined, required);
  });

  it('a runtime that it lacks is refused by name before anything is made', async () => {
    const launch = converge(await wanted(4, 'nowhere'), policy);
    await expect(launch).rejects.toThrow(PolicyError);
    await expect(launch).rejects.toThrow(/node usual: .*no runtime nowhere, only .*telling.*daemon\.json/);
    expect(await observe(own.engine, helper, range)).toMatchObject({ networks: [], nodes: [] });
  });
});

it('every sysctl that nodes may set by default can be set on this kernel', async () => {
  const values: Record<string, string> = {
    'net.ipv4.ip_local_port_range': '40000 41000',
    'net.ipv4.ping_group_range': '0 1000',
  };
  const all = Object.fromEntries(defaultPolicy.sysctls.map((key) => [key, values[key] ?? '1']));
  const desired = await wanted(5);
  desired.nodes = [{ ...desired.nodes[0]!, sysctls: all }];
  await converge(desired, policy);
  const read = defaultPolicy.sysctls.map((key) => `/proc/sys/${key.replaceAll('.', '/')}`).join(' ');
  const got = (await inside('usual', `cat ${read}`)).split('\n').map((line) => line.replace('\t', ' '));
  expect(got).toEqual(Object.values(all));
  await converge(undefined, policy);
});
