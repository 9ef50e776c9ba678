import { describe, expect, it } from 'vitest';
import { defaultPolicy, scenarioSchema } from '#scenario';
import { containerSpec } from './container-spec.js';
import { desire } from './desire.js';
import { DesireError, PolicyError } from './errors.js';
import type { DesiredNode } from './model.js';
import { checkPolicy } from './policy.js';
import { checkRange, checkRuntimes } from './range-policy.js';

const node = (name: string, changes: Partial<DesiredNode> = {}): DesiredNode => ({
  name,
  image: 'sha256:1',
  interfaces: [],
  files: [],
  environment: {},
  hosts: [],
  resources: { memory: 256 * 2 ** 20, disk: 64 * 2 ** 20, cpus: 1, processes: 256 },
  capabilities: [],
  ...changes,
});
const of = { installation: 'home', range: 'abcd1234', generation: 1 };
const image = { id: 'sha256:1', entrypoint: [], command: ['serve'], volumes: [], labels: {} };
const spec = (changes: Partial<DesiredNode>) =>
  containerSpec({ of, node: node('web', changes), image, holdVolume: 'vocr-home-hold-0a1b', ipv6: true });

describe('what an installation permits of a node', () => {
  it.each([
    [
      'a capability beyond the narrowed list',
      { capabilities: ['NET_RAW'] },
      { capabilities: ['CHOWN'] },
      /CapAdd.*NET_RAW is not among CHOWN/,
    ],
    [
      'what no policy can permit',
      { capabilities: ['SYS_ADMIN'] },
      { capabilities: ['SYS_ADMIN'] },
      /CapAdd.*SYS_ADMIN/,
    ],
    [
      'a sysctl that is not permitted',
      { sysctls: { 'net.ipv4.tcp_sack': '0' } },
      { sysctls: [] },
      /Sysctls.*tcp_sack/,
    ],
    [
      'a sysctl of the host',
      { sysctls: { 'kernel.core_pattern': 'x' } },
      { sysctls: ['kernel.core_pattern'] },
      /Sysctls.*core_pattern/,
    ],
    ['setuid', { setuid: true }, {}, /no-new-privileges must be set/],
    ['another runtime', { runtime: 'nvidia' }, {}, /Runtime.*nvidia is not among/],
    [
      'the usual runtime where one is required',
      {},
      { runtimes: { permit: ['runsc'], require: 'runsc' } },
      /requires runsc/,
    ],
    [
      'more memory',
      {},
      { node: { ...defaultPolicy.node, memory: 2 ** 26, disk: 2 ** 26 } },
      /HostConfig\.Memory/,
    ],
    [
      'more processors',
      { resources: { memory: 1, disk: 1, cpus: 3, processes: 8 } },
      { node: { ...defaultPolicy.node, cpus: 2 } },
      /NanoCpus/,
    ],
    ['more processes', {}, { node: { ...defaultPolicy.node, processes: 255 } }, /PidsLimit/],
  ] as const)('is refused: %s', (_, changes, policy, message) => {
    const refused = () => checkPolicy(spec(changes as Partial<DesiredNode>), { ...defaultPolicy, ...policy });
    expect(refused).toThrow(PolicyError);
    expect(refused).toThrow(message);
  });

  it('is given where it is permitted', () => {
    const given = spec({
      capabilities: ['NET_ADMIN'],
      sysctls: { 'net.ipv4.tcp_sack': '0' },
      setuid: true,
      runtime: 'runsc',
    });
    checkPolicy(given, { ...defaultPolicy, capabilities: ['NET_ADMIN'], setuid: true });
    expect(given.HostConfig).toMatchObject({ Runtime: 'runsc', Sysctls: { 'net.ipv4.tcp_sack': '0' } });
    expect(given.HostConfig.SecurityOpt).toEqual([expect.stringMatching(/^seccomp=\{/)]);
  });

  it('never lets a node set what the platform sets', () => {
    const given = spec({ sysctls: { 'net.ipv4.ip_forward': '1', 'net.ipv6.conf.all.disable_ipv6': '0' } });
    expect(given.HostConfig.Sysctls).toMatchObject({
      'net.ipv4.ip_forward': '0',
      'net.ipv6.conf.all.disable_ipv6': '1',
    });
  });
});

describe('checkRange', () => {
  const range = {
    range: 'abcd1234',
    generation: 1,
    networks: [{ name: 'a', cidr: '10.0.0.0/24' }],
    nodes: [node('x'), node('y')],
  };
  const under = (bounds: object) => () =>
    checkRange(range, { ...defaultPolicy, range: { ...defaultPolicy.range, ...bounds } });

  it.each([
    [{ nodes: 1 }, 'it has 2 nodes, and may have 1'],
    [{ networks: 0 }, 'it has 1 networks, and may have 0'],
    [{ memory: 2 ** 28 }, 'memory of 512M together, and may have 256M'],
    [{ disk: 2 ** 26 }, 'disk of 128M together, and may have 64M'],
    [{ cpus: 1 }, 'cpus of 2 together, and may have 1'],
    [{ processes: 511 }, 'processes of 512 together, and may have 511'],
  ])('refuses beyond %o with figures, for good', (bounds, message) => {
    expect(under(bounds)).toThrow(message);
    expect(under(bounds)).toThrow(DesireError);
  });

  it('lets pass what is just within', () => {
    expect(
      under({ nodes: 2, networks: 1, memory: 2 ** 29, disk: 2 ** 27, cpus: 2, processes: 512 }),
    ).not.toThrow();
  });
});

describe('checkRuntimes', () => {
  const engine = (asked: { times: number }) => ({
    address: 'unix:///x',
    info: async () => {
      asked.times++;
      return { runtimes: ['runc', 'io.containerd.runc.v2'] } as never;
    },
  });

  it('names the node, its runtime, and what the engine has', async () => {
    const refused = checkRuntimes(engine({ times: 0 }), [
      node('a', { runtime: 'runc' }),
      node('b', { runtime: 'runsc' }),
    ]);
    await expect(refused).rejects.toThrow(PolicyError);
    await expect(refused).rejects.toThrow(
      /node b: runtime is refused: the engine at unix:\/\/\/x has no runtime runsc, only runc, io\.containerd\.runc\.v2/,
    );
  });

  it('asks the engine only for nodes that name one', async () => {
    const asked = { times: 0 };
    await checkRuntimes(engine(asked), [node('a')]);
    expect(asked.times).toBe(0);
    await checkRuntimes(engine(asked), [node('a', { runtime: 'runc' })]);
    expect(asked.times).toBe(1);
  });
});

it('desire carries over what a scenario asks for, and what the installation requires comes first', () => {
  const asking = { image: 'x', runtime: 'crun', sysctls: { 'net.core.somaxconn': 64 }, setuid: true };
  const { nodes } = scenarioSchema.pick({ nodes: true }).parse({ nodes: { a: asking, b: { image: 'x' } } });
  const input = {
    scenario: { nodes, networks: {} },
    range: 'abcd1234',
    generation: 1,
    images: { a: 'i', b: 'i' },
    values: {},
  };
  const [a, b] = desire(input).nodes;
  expect(a).toMatchObject({ runtime: 'crun', sysctls: { 'net.core.somaxconn': '64' }, setuid: true });
  expect(b).not.toHaveProperty('runtime');
  expect(b).not.toHaveProperty('sysctls');
  expect(desire({ ...input, runtime: 'runsc' }).nodes.map(({ runtime }) => runtime)).toEqual([
    'runsc',
    'runsc',
  ]);
});
