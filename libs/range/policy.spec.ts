import { describe, expect, it } from 'vitest';
import { checkImage, containerSpec } from './container-spec.js';
import type { ContainerSpec, HostSpec } from './engine-model.js';
import { PolicyError } from './errors.js';
import type { DesiredNode } from './model.js';
import { permittedCapabilities } from '#scenario';
import { checkPolicy } from './policy.js';

const node: DesiredNode = {
  name: 'web',
  image: 'sha256:1',
  interfaces: [{ network: 'dmz', address: '192.168.56.20', prefix: 24 }],
  files: [],
  environment: { LANG: 'C.UTF-8' },
  hosts: [],
  resources: { memory: 256 * 2 ** 20, disk: 64 * 2 ** 20, cpus: 0.5, processes: 128 },
  capabilities: ['NET_RAW'],
};
const image = { id: 'sha256:1', entrypoint: ['/start'], command: ['serve'], volumes: [], labels: {} };
const of = { installation: 'home', range: 'abcd1234', generation: 1 };
const spec = (changes: Partial<DesiredNode> = {}): ContainerSpec =>
  containerSpec({ of, node: { ...node, ...changes }, image, holdVolume: 'vocr-home-hold-0a1b', ipv6: true });

describe('containerSpec', () => {
  it('passes the policy', () => {
    expect(() => checkPolicy(spec())).not.toThrow();
    expect(() =>
      checkPolicy(spec({ interfaces: [], capabilities: [...permittedCapabilities] })),
    ).not.toThrow();
  });

  it('charges the disk, which is in memory, to the memory limit, and gives no swap', () => {
    const { Memory, MemorySwap, NanoCpus, PidsLimit } = spec().HostConfig;
    expect([Memory, MemorySwap, NanoCpus, PidsLimit]).toEqual([320 * 2 ** 20, 320 * 2 ** 20, 5e8, 128]);
  });

  it('holds the program of the image, and a command replaces only its CMD', () => {
    expect(spec().Entrypoint!.slice(0, 3)).toEqual(['/.vocr/busybox', 'sh', '-c']);
    expect(spec().Cmd).toEqual(['/start', 'serve']);
    expect(spec({ command: ['once'] }).Cmd).toEqual(['/start', 'once']);
  });

  it('does not name IPv6 to a kernel without it', () => {
    const without = containerSpec({ of, node, image, holdVolume: 'vocr-home-hold-0a1b', ipv6: false });
    expect(Object.keys(without.HostConfig.Sysctls!)).toEqual(['net.ipv4.ip_forward']);
  });

  it('shuts out the calls that use up what all share', () => {
    const option = spec().HostConfig.SecurityOpt!.find((o) => o.startsWith('seccomp='))!;
    const profile = JSON.parse(option.slice('seccomp='.length)) as {
      defaultAction: string;
      syscalls: { names: string[]; args?: { value: number; op: string }[] }[];
    };
    const names = profile.syscalls.flatMap((s) => s.names);
    expect(profile.defaultAction).toBe('SCMP_ACT_ERRNO');
    for (const name of [
      'inotify_init',
      'inotify_init1',
      'io_setup',
      'io_uring_setup',
      'mount',
      'unshare',
      'setns',
      'bpf',
      'keyctl',
      'add_key',
      'userfaultfd',
      'perf_event_open',
      'socketcall',
      '',
    ]) {
      expect(names).not.toContain(name);
    }
    const sockets = profile.syscalls.filter((s) => s.names.includes('socket'));
    expect(sockets.map((s) => s.args![0]!.value)).toEqual([1, 2, 10, 16, 17]);
    expect(sockets.every((s) => s.args!.length === 1 && s.args![0]!.op === 'SCMP_CMP_EQ')).toBe(true);
    expect(names).toEqual(expect.arrayContaining(['read', 'execve', 'socket', 'clone', 'clone3']));
  });

  it('refuses an image with volumes, with labels that are ours, and one with nothing to run', () => {
    expect(() => checkImage('db', { ...image, volumes: ['/var/lib/mysql'] })).toThrow(
      /node db: image .*VOLUME \/var\/lib\/mysql/,
    );
    expect(() => checkImage('db', { ...image, labels: { 'vocr.role': 'helper' } })).toThrow(
      /node db: image .*label vocr\.role/,
    );
    expect(() => checkImage('db', { ...image, labels: { 'org.example.vocr.role': 'x' } })).not.toThrow();
    const empty = { ...image, entrypoint: [], command: [] };
    expect(() => containerSpec({ of, node, image: empty, holdVolume: 'v', ipv6: true })).toThrow(PolicyError);
  });
});

describe('checkPolicy', () => {
  const host = (changes: object) =>
    ({ ...spec(), HostConfig: { ...spec().HostConfig, ...changes } }) as ContainerSpec;
  const table: [string, ContainerSpec, string][] = [
    ['privileged', host({ Privileged: true }), 'HostConfig.Privileged'],
    ['binds', host({ Binds: ['/:/host'] }), 'HostConfig.Binds'],
    ['devices', host({ Devices: [] }), 'HostConfig.Devices'],
    ['volumes of others', host({ VolumesFrom: ['x'] }), 'HostConfig.VolumesFrom'],
    ['a cgroup of its own choice', host({ CgroupParent: '/' }), 'HostConfig.CgroupParent'],
    ['published ports', host({ PortBindings: {} }), 'HostConfig.PortBindings'],
    ['another runtime', host({ Runtime: 'x' }), 'HostConfig.Runtime'],
    ["the host's processes", host({ PidMode: 'host' }), 'HostConfig.PidMode'],
    ["the host's network", host({ NetworkMode: 'host' }), 'HostConfig.NetworkMode'],
    ["another's network", host({ NetworkMode: 'container:abc' }), 'HostConfig.NetworkMode'],
    ["the engine's own network", host({ NetworkMode: 'bridge' }), 'HostConfig.NetworkMode'],
    ['IPC', host({ IpcMode: 'host' }), 'HostConfig.IpcMode'],
    ['no capabilities dropped', host({ CapDrop: [] }), 'HostConfig.CapDrop'],
    ...['NET_ADMIN', 'SYS_ADMIN', 'SYS_PTRACE', 'SYS_MODULE', 'ALL', 'CAP_NET_RAW', 'net_raw'].map(
      (c): [string, ContainerSpec, string] => [
        `capability ${c}`,
        host({ CapAdd: ['NET_RAW', c] }),
        'HostConfig.CapAdd',
      ],
    ),
    [
      'unconfined',
      host({ SecurityOpt: ['no-new-privileges', 'seccomp=unconfined'] }),
      'HostConfig.SecurityOpt',
    ],
    [
      'a seccomp profile of its own',
      host({ SecurityOpt: ['no-new-privileges', 'seccomp={"defaultAction":"SCMP_ACT_ALLOW"}'] }),
      'HostConfig.SecurityOpt',
    ],
    ...[-1, 2 ** 20].map((Hard): [string, ContainerSpec, string] => [
      `${Hard} open files`,
      host({
        Ulimits: spec().HostConfig.Ulimits!.map((one) => (one.Name === 'nofile' ? { ...one, Hard } : one)),
      }),
      'HostConfig.Ulimits',
    ]),
    ['no seccomp', host({ SecurityOpt: ['no-new-privileges'] }), 'HostConfig.SecurityOpt'],
    [
      'new privileges',
      host({ SecurityOpt: spec().HostConfig.SecurityOpt!.slice(1) }),
      'HostConfig.SecurityOpt',
    ],
    [
      'AppArmor off',
      host({ SecurityOpt: [...spec().HostConfig.SecurityOpt!, 'apparmor=unconfined'] }),
      'HostConfig.SecurityOpt',
    ],
    ['a writable root', host({ ReadonlyRootfs: false }), 'HostConfig.ReadonlyRootfs'],
    [
      'a writable hold',
      host({ Mounts: [{ ...spec().HostConfig.Mounts![0], ReadOnly: false }] }),
      'HostConfig.Mounts',
    ],
    [
      'a bind as mount',
      host({ Mounts: [{ Type: 'bind', Source: '/', Target: '/.vocr', ReadOnly: true }] }),
      'HostConfig.Mounts',
    ],
    ['unbounded tmpfs', host({ Tmpfs: { '/.vocr/run': 'rw' } }), 'HostConfig.Tmpfs'],
    ['unbounded memory', host({ Memory: 0 }), 'HostConfig.Memory'],
    ['swap', host({ MemorySwap: 2 ** 30 }), 'HostConfig.MemorySwap'],
    ['unbounded processes', host({ PidsLimit: -1 }), 'HostConfig.PidsLimit'],
    ['unbounded CPU', host({ NanoCpus: undefined }), 'HostConfig.NanoCpus'],
    ['a sysctl', host({ Sysctls: { 'kernel.msgmax': '1' } }), 'HostConfig.Sysctls'],
    ['a resolver', host({ Dns: ['8.8.8.8'] }), 'HostConfig.Dns'],
    ['an unbounded log', host({ LogConfig: { Type: 'local', Config: {} } }), 'HostConfig.LogConfig'],
    ['restarts', host({ RestartPolicy: { Name: 'always' } }), 'HostConfig.RestartPolicy'],
    ['a field that is not known', { ...spec(), Volumes: {} } as ContainerSpec, 'Volumes'],
    ['no hold', { ...spec(), Entrypoint: ['/start'] }, 'Entrypoint'],
    ['no label', { ...spec(), Labels: {} }, 'Labels.vocr.installation'],
    ['a network by the engine', { ...spec(), NetworkDisabled: false }, 'NetworkDisabled'],
    [
      "the range's network by the engine",
      host({ NetworkMode: 'vocr-abcd1234-lan' }),
      'HostConfig.NetworkMode',
    ],
  ];
  it.each(table)('refuses %s', (_name, wrong, field) => {
    const refusal = (() => {
      try {
        return checkPolicy(wrong);
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toBeInstanceOf(PolicyError);
    expect(refusal).toMatchObject({ field });
  });

  it.each(Object.keys(spec().HostConfig) as (keyof HostSpec)[])(
    'refuses a container that lacks %s',
    (field) => {
      const { [field]: _left, ...rest } = spec().HostConfig;
      const optional = ['CapAdd', 'Tmpfs'].includes(field);
      const check = () => checkPolicy({ ...spec(), HostConfig: rest });
      if (optional) expect(check).not.toThrow();
      else expect(check).toThrow(PolicyError);
    },
  );
});
