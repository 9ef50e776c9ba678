import { createSocket, type Socket } from 'node:dgram';
import { createServer, type Server } from 'node:net';
import { networkInterfaces, release } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '#config';
import {
  apply,
  bridgeName,
  connectEngine,
  desire,
  ensureHelper,
  ensureIsolation,
  findNode,
  labelKeys,
  missingRules,
  observe,
  plan,
  removeHelper,
  sweep,
  type Helper,
} from '#range';
import { scenarioSchema } from '#scenario';
import { attackInput, attackScript } from './attack.js';

const installation = `t-escape-${process.pid}`;
const engine = connectEngine(readConfig(process.env).engine);
const pool = '10.201.0.0/16';
const tcp: Server[] = [];
const udp: Socket[] = [];
const received: string[] = [];
let port = 0;
let helper: Helper;
let base: string;

const shape = scenarioSchema.pick({ networks: true, nodes: true }).parse({
  networks: { lan: { cidr: '10.77.0.0/24' } },
  nodes: {
    box: {
      image: 'debian:bookworm-slim',
      command: ['sleep', 'infinity'],
      networks: { lan: { address: '10.77.0.10' } },
      capabilities: ['NET_RAW'],
    },
  },
});

/** What came through, by kind. */
interface Escapes {
  tcp: number;
  raw4: number;
  raw6: number;
  neighbours: number;
}

/** Attacks the host from a container, and counts what reached it. */
async function attack(container: string, bridge: string, own: string): Promise<Escapes> {
  // Until the bridge has made sure that no one else has its IPv6 address it takes nothing there.
  const settled = `for i in $(seq 60); do ip -6 -o addr show dev ${bridge} scope link | grep -v tentative | grep -q fe80 && break; sleep 0.1; done`;
  const facts = await helper.run(
    `${settled}; cat /sys/class/net/${bridge}/address; ip -6 -o addr show dev ${bridge} scope link | awk '{ sub("/.*", "", $4); print $4 }'`,
    15_000,
  );
  const [mac = '', linkLocal] = facts.stdout.trim().split('\n');
  const bridges = await helper.run(
    `ip -4 -o addr show dev ${bridge} | awk '{ sub("/.*", "", $4); print $4 }'`,
    5_000,
  );
  const hosts = [...hostAddresses(), ...bridges.stdout.trim().split('\n').filter(Boolean)];
  expect(linkLocal).toMatch(/^fe80::/);
  received.length = 0;
  const result = await engine.exec(container, {
    command: ['perl', '-e', attackScript],
    input: attackInput({ bridge: mac, linkLocal, hosts, port, own }),
    timeoutMs: 60_000,
  });
  expect(result.stderr).toBe('');
  expect(result.stdout).toContain('done');
  await new Promise((resolve) => setTimeout(resolve, 300));
  const neighbours = await helper.run(`ip neigh show dev ${bridge} | grep -c ^10.66.0.; exit 0`, 5_000);
  return {
    tcp: result.stdout.match(/^tcp /gm)?.length ?? 0,
    raw4: received.filter((m) => m === 'raw4').length,
    raw6: received.filter((m) => m === 'raw6').length,
    neighbours: Number(neighbours.stdout),
  };
}

const hostAddresses = () =>
  Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).filter((a) => a.family === 'IPv4' && !a.internal).map((a) => a.address),
  );

/** Sends frames from very many hardware addresses, and counts those that the bridge keeps. */
async function floodBridge(container: string, bridge: string): Promise<number> {
  const flood = `my $eth = '/sys/class/net/eth0'; open my $f, '<', "$eth/ifindex"; chomp(my $index = <$f>);
    socket(my $raw, 17, 3, 0x0300) or die; my $sll = pack 'S n i S C C a8', 17, 0x88b5, $index, 0, 0, 6, "\\xff" x 6;
    send($raw, "\\xff" x 6 . pack('C C N', 2, 0, $_) . pack('n', 0x88b5) . 'x' x 46, 0, $sll) or die $! for 1 .. 20000;`;
  const sent = await engine.exec(container, { command: ['perl', '-e', flood], timeoutMs: 30_000 });
  expect(sent).toMatchObject({ exitCode: 0, stderr: '' });
  const { stdout } = await helper.run(`bridge fdb show br ${bridge} | wc -l`, 10_000);
  return Number(stdout);
}

/** Whether the kernel can bound how many addresses a bridge learns. */
const canBound = () => {
  const [major = 0, minor = 0] = release().split('.').map(Number);
  return major > 6 || (major === 6 && minor >= 7);
};

/** A box on a bridge that the static rules do not match. */
async function unguarded(
  name: string,
  options: Record<string, string>,
): Promise<{ box: string; bridge: string; own: string }> {
  const bridge = `esc-${name}`;
  const labels = { [labelKeys.installation]: installation, [labelKeys.range]: `control${name}` };
  const network = await engine.networks.create({
    Name: `vocr-${installation}-${name}`,
    Driver: 'bridge',
    Internal: true,
    CheckDuplicate: true,
    EnableIPv6: false,
    IPAM: { Driver: 'default', Config: [{ Subnet: name === 'a' ? '10.201.255.0/28' : '10.201.255.16/28' }] },
    Options: { 'com.docker.network.bridge.name': bridge, ...options },
    Labels: labels,
  });
  const box = await engine.containers.create(`vocr-${installation}-${name}`, {
    Image: base,
    Cmd: ['sleep', 'infinity'],
    Labels: labels,
    HostConfig: { Init: true, NetworkMode: network, CapDrop: ['ALL'], CapAdd: ['NET_RAW'] },
  });
  await engine.containers.start(box);
  const { pid } = (await engine.containers.inspect(box))!;
  const shown = await helper.run(
    `nsenter -t ${pid} -n ip -4 -o addr show dev eth0 | awk '{ sub("/.*", "", $4); print $4 }'`,
    5_000,
  );
  return { box, bridge, own: shown.stdout.trim() };
}

async function listen(): Promise<void> {
  const first = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => first.listen(0, '0.0.0.0', resolve));
  port = (first.address() as { port: number }).port;
  const second = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => second.listen({ port, host: '::', ipv6Only: true }, resolve));
  tcp.push(first, second);
  for (const type of ['udp4', 'udp6'] as const) {
    const socket = createSocket({ type, ipv6Only: type === 'udp6' });
    socket.on('message', (message) => received.push(message.toString()));
    await new Promise<void>((resolve) => socket.bind(port, resolve));
    udp.push(socket);
  }
}

beforeAll(async () => {
  const image = await engine.images.inspect('debian:bookworm-slim');
  if (!image) throw new Error('debian:bookworm-slim is not on the engine');
  base = image.id;
  helper = await ensureHelper(engine, { installation });
  await ensureIsolation(helper);
  await listen();
});

afterAll(async () => {
  for (const server of tcp) server.close();
  for (const socket of udp) socket.close();
  await sweep(engine, { installation, known: async () => new Set() });
  await removeHelper(engine, installation);
});

const nothing: Escapes = { tcp: 0, raw4: 0, raw6: 0, neighbours: 0 };

describe('a box of a range', () => {
  const range = 'escape00';
  const look = () => findNode(engine, { installation, range, node: 'box' });

  it('reaches nothing of the host, whatever it sends', async () => {
    const desired = desire({ scenario: shape, range, generation: 1, images: { box: base }, values: {} });
    await apply(plan(desired, await observe(engine, helper, range)), desired, { engine, helper, pool });
    expect(await attack((await look())!.container, bridgeName(range, 0), '10.77.0.10')).toEqual(nothing);
  });

  it('has no way to the internet and no name from there', async () => {
    const { container } = (await look())!;
    const script = `
      bash -c 'exec 3<>/dev/tcp/203.0.113.1/80' 2>&1
      getent hosts example.org; echo "names $?"
      ls /sys/class/net | tr '\\n' ' '; cat /proc/net/if_inet6`;
    const { stdout } = await engine.exec(container, { command: ['sh', '-c', script], timeoutMs: 20_000 });
    expect(stdout).toMatch(/Network is unreachable/);
    expect(stdout).toMatch(/names 2\neth0 lo \n?$/);
  });

  // The calls are made by their numbers, which are those of x86_64.
  it.skipIf(process.arch !== 'x64')('has no more of the kernel than it needs', async () => {
    const { container } = (await look())!;
    const call = (name: string, number: number, ...rest: number[]) =>
      `$! = 0; my $r = syscall(${[number, ...rest].join(', ')}); print "${name} ", $r < 0 ? $!{EPERM} ? 'denied' : "$!" : 'allowed', "\n";`;
    const calls = [
      call('inotify_init1', 294, 0),
      call('io_setup', 206, 1, 0),
      call('io_uring_setup', 425, 1, 0),
      call('unshare', 272, 0x10000000),
      call('vsock', 41, 40, 1, 0),
      call('alg', 41, 38, 5, 0),
      call('tipc-pair', 53, 30, 1, 0, 0),
      call('getpid', 39),
    ];
    const { stdout } = await engine.exec(container, {
      command: ['perl', '-MErrno', '-e', calls.map((c) => `{ ${c} }`).join('\n')],
      timeoutMs: 10_000,
    });
    expect(stdout.trim().split('\n')).toEqual([
      'inotify_init1 denied',
      'io_setup denied',
      'io_uring_setup denied',
      'unshare denied',
      'vsock denied',
      'alg denied',
      'tipc-pair denied',
      'getpid allowed',
    ]);
    const status = await engine.exec(container, {
      command: ['grep', '-E', '^(CapBnd|CapEff|NoNewPrivs|Seccomp):', '/proc/1/status'],
      timeoutMs: 10_000,
    });
    expect(status.stdout.replace(/\t/g, ' ')).toBe(
      'CapEff: 0000000000002000\nCapBnd: 0000000000002000\nNoNewPrivs: 1\nSeccomp: 2\n',
    );
  });

  it.skipIf(!canBound())("fills no table of the host's with forged hardware addresses", async () => {
    const kept = await floodBridge((await look())!.container, bridgeName(range, 0));
    expect(kept).toBeGreaterThan(1_000);
    expect(kept).toBeLessThan(1_100);
  });

  it("takes no more than its share of the host's terminals", async () => {
    const { container } = (await look())!;
    const open = `my @open; for (1..200) { open my $f, '+<', '/dev/ptmx' or last; push @open, $f } print scalar @open`;
    const { stdout } = await engine.exec(container, { command: ['perl', '-e', open], timeoutMs: 10_000 });
    expect(Number(stdout)).toBe(64);
  });

  it('cannot change its hold, mount or make devices', async () => {
    const { container } = (await look())!;
    const { stdout } = await engine.exec(container, {
      command: [
        'sh',
        '-c',
        'for c in "rm /.vocr/busybox" "mount -t tmpfs x /mnt" "umount /etc" "mknod /tmp/d b 8 0"; do $c 2>&1 | head -n 1; done',
      ],
      timeoutMs: 10_000,
    });
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringContaining('Read-only file system'),
      expect.stringMatching(/permission denied|not permitted/),
      expect.stringMatching(/permission denied|must be superuser|not permitted/),
      expect.stringContaining('Operation not permitted'),
    ]);
  });
});

describe('with a control taken away the same attack gets through', () => {
  it('no static rules, the bridge without an address: raw frames reach the host', async () => {
    const { box, bridge, own } = await unguarded('a', { 'com.docker.network.bridge.inhibit_ipv4': 'true' });
    const escapes = await attack(box, bridge, own);
    expect(escapes.tcp).toBe(0);
    expect(escapes.raw4).toBeGreaterThan(0);
    expect(escapes.raw6).toBeGreaterThan(0);
    expect(escapes.neighbours).toBeGreaterThan(0);
    expect(await floodBridge(box, bridge)).toBeGreaterThan(15_000);
  });

  it('no static rules, the bridge with an address: connections reach the host too', async () => {
    const { box, bridge, own } = await unguarded('b', {});
    expect((await attack(box, bridge, own)).tcp).toBeGreaterThan(0);
  });
});

describe('the check before a launch', () => {
  it('finds every rule in force', async () => {
    expect(await missingRules(helper)).toEqual([]);
  });
});
