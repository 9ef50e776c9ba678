import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RangeWatcher, tidyWatches, type DesiredRange, type SeenConnection, type Watch } from '#range';
import { networkImages, networkScenario, wantedOf } from './network-fixture.js';
import { testInstallation } from './range-fixture.js';

const scenario = networkScenario(
  { lan: { cidr: '10.7.0.0/24' }, side: { cidr: '10.8.0.0/24' }, far: { cidr: '10.9.0.0/24' } },
  {
    client: {
      networks: { lan: { address: '10.7.0.10' }, side: { address: '10.8.0.10' } },
      capabilities: ['NET_RAW'],
    },
    other: { networks: { lan: { address: '10.7.0.11' } } },
    gate: {
      networks: { lan: { address: '10.7.0.1' }, far: { address: '10.9.0.1' } },
      router: { forward: 'accept' },
    },
    remote: { networks: { far: { address: '10.9.0.30' } } },
    server: {
      networks: { lan: { address: '10.7.0.20' }, side: { address: '10.8.0.20' } },
      command: [
        'perl',
        '-MIO::Socket::INET',
        '-e',
        'my $l = IO::Socket::INET->new(LocalPort => 9000, Listen => 20, ReuseAddr => 1) or die $!; close $_ while $_ = $l->accept',
      ],
    },
  },
);
const range = 'wwwwwwww';

let t: Awaited<ReturnType<typeof testInstallation>>;
let desired: DesiredRange;
let watcher: RangeWatcher;
let watch: Watch | undefined;
let seen: SeenConnection[] = [];
const trouble: string[] = [];
const wanted = [
  { node: 'client', to: 'server', protocol: 'tcp', port: 9000 },
  { node: 'client', protocol: 'tcp', port: 9001 },
  { node: 'client', to: 'server', protocol: 'udp', port: 5353 },
  { node: 'client', to: 'server', protocol: 'icmp' },
  { node: 'client', to: 'other', protocol: 'tcp' },
  { node: 'client', to: 'remote', protocol: 'udp', port: 7000 },
  { node: 'gate', protocol: 'udp', port: 7000 },
] as const;

const begin = (tell: (one: SeenConnection) => void = (one) => seen.push(one)) =>
  watcher.watchConnections(desired, wanted, tell);
const inside = (node: string, command: string) => t.inside(range, node, command);
const perl = (program: string) => `perl -MSocket -e '${program}' 2>&1`;
const open = (address: string, port: number) =>
  perl(`socket(S, 2, 1, 6); connect(S, sockaddr_in(${port}, inet_aton("${address}"))) or print $!`);
const datagram = (address: string, port: number) =>
  perl(`socket(S, 2, 2, 17); send(S, "x", 0, sockaddr_in(${port}, inet_aton("${address}"))) or print $!`);
/** An echo request, made by hand: not every image has ping. */
const echo = (address: string) =>
  perl(
    `socket(S, 2, 3, 1) or die $!; send(S, pack("CCnnn", 8, 0, 0xf7fd, 1, 1), 0, sockaddr_in(0, inet_aton("${address}"))) or print $!`,
  );
/** TCP packets made by hand. `port` may use Perl's `$i`, which counts them. */
const raw = (from: string, to: string, port: string, more: { flags?: number; count?: number } = {}) =>
  perl(
    `socket(S, 2, 3, 255) or die $!; my $n = 0; for my $i (1 .. ${more.count ?? 1}) { my $p = ${port}; ` +
      `my $tcp = pack("nnNNCCnnn", 40000, $p, 1, 0, 0x50, ${more.flags ?? 2}, 1024, 0, 0); ` +
      `$n++ if send(S, pack("CCnnnCCna4a4", 0x45, 0, 40, 1, 0, 64, 6, 0, inet_aton("${from}"), inet_aton("${to}")) . $tcp, 0, sockaddr_in(0, inet_aton("${to}"))) } print $n`,
  );
const looked = () => new Promise((resolve) => setTimeout(resolve, 900));
const kernelTable = async () =>
  (await t.helper.run('nft -p list table netdev vocr-seen 2>/dev/null; exit 0', 10_000)).stdout;

beforeAll(async () => {
  t = await testInstallation('seen');
  const images = await networkImages(t, scenario);
  desired = wantedOf(scenario, range, images);
  await t.converge(range, desired);
  watcher = new RangeWatcher({
    engine: t.engine,
    helper: async () => t.helper,
    say: (why) => trouble.push(why),
    lookMs: 200,
  });
  watch = await begin();
});
afterAll(async () => {
  await watch?.stop();
  await t.remove();
});

describe('connections seen from the host', () => {
  it('are told once each, with node, receiver, port and time', async () => {
    const from = Date.now();
    const actions = [
      open('10.7.0.20', 9000),
      open('10.8.0.20', 9000),
      datagram('10.7.0.20', 5353),
      echo('10.7.0.20'),
    ];
    for (const [index, action] of actions.entries()) {
      expect(await inside('client', action)).toBe('');
      await expect.poll(() => seen.length).toBe(index + 1);
    }
    await looked();
    const told = seen.map(({ at, ...one }) => one);
    const server = { kind: 'connection', node: 'client', to: 'server' };
    expect(told).toEqual([
      { ...server, protocol: 'tcp', port: 9000 },
      { ...server, protocol: 'tcp', port: 9000 },
      { ...server, protocol: 'udp', port: 5353 },
      { ...server, protocol: 'icmp' },
    ]);
    for (const { at } of seen) expect(at).toBeGreaterThan(from - 500);
    for (const { at } of seen) expect(at).toBeLessThanOrEqual(Date.now());
    expect(trouble).toEqual([]);
  });

  it('are not those of another node, to another port, or answers', async () => {
    seen = [];
    await inside('other', open('10.7.0.20', 9000));
    await inside('client', open('10.7.0.20', 9002));
    await inside('client', datagram('10.7.0.20', 5354));
    await inside('client', raw('10.7.0.10', '10.7.0.20', '9000', { flags: 0x12 }));
    await inside('client', raw('10.7.0.10', '10.7.0.20', '9000', { flags: 0x10 }));
    await looked();
    expect(seen).toEqual([]);
  });

  it('are told of the node that sent them, whatever sender they name', async () => {
    seen = [];
    // Another node poses as the one that is watched.
    expect(await inside('other', raw('10.7.0.10', '10.7.0.20', '9000'))).toBe('1');
    await looked();
    expect(seen).toEqual([]);
    // The one that is watched hides behind another's address.
    expect(await inside('client', raw('10.7.0.11', '10.7.0.20', '9000'))).toBe('1');
    await expect.poll(() => seen).toMatchObject([{ node: 'client', to: 'server', port: 9000 }]);
  });

  it('are told when they are cut so short that their first piece does not say what they open', async () => {
    seen = [];
    const short = perl(
      `socket(S, 2, 3, 255) or die $!; send(S, pack("CCnnnCCna4a4", 0x45, 0, 28, 7, 0x2000, 64, 6, 0, inet_aton("10.7.0.10"), inet_aton("10.7.0.20")) . pack("nnN", 40000, 9000, 1), 0, sockaddr_in(0, inet_aton("10.7.0.20"))) or print $!`,
    );
    expect(await inside('client', short)).toBe('');
    await expect.poll(() => seen).toMatchObject([{ to: 'server', protocol: 'tcp', port: 9000 }]);
  });

  it('are not hidden in envelopes: in one they are told, in two they do not pass', async () => {
    const mac = async (node: string) =>
      (await inside(node, 'cat /sys/class/net/eth0/address')).replaceAll(':', '');
    const [from, to] = [await mac('client'), await mac('server')];
    const tcp = 'pack("nnNNCCnnn", 40000, 9000, 1, 0, 0x50, 2, 1024, 0, 0)';
    const ip = `pack("CCnnnCCna4a4", 0x45, 0, 40, 1, 0, 64, 6, 0x66a4, inet_aton("10.7.0.10"), inet_aton("10.7.0.20"))`;
    const frame = (tags: string) =>
      perl(
        `socket(S, 17, 3, 0x0300) or die $!; my $n = 0 + qx(cat /sys/class/net/eth0/ifindex); send(S, pack("H*", "${to}${from}${tags}0800") . ${ip} . ${tcp}, 0, pack("SnlSCCx8", 17, 3, $n, 0, 0, 0)) or print $!`,
      );
    /** Segments of TCP that the server's kernel has taken in. */
    const heard = async () =>
      Number(await inside('server', `awk '/^Tcp: [0-9]/ { print $11 }' /proc/net/snmp`));
    seen = [];
    const first = await heard();
    expect(await inside('client', frame('81000000'))).toBe('');
    await expect.poll(() => seen).toMatchObject([{ node: 'client', to: 'server', port: 9000 }]);
    expect(await heard()).toBeGreaterThan(first);
    await looked();
    seen = [];
    const before = await heard();
    expect(await inside('client', frame('8100000081000000'))).toBe('');
    await looked();
    expect(seen).toEqual([]);
    expect(await heard()).toBe(before);
  });

  it('through a router are those of the node that opens them, and not of the router', async () => {
    seen = [];
    expect(await inside('client', datagram('10.9.0.30', 7000))).toBe('');
    await expect.poll(() => seen.length).toBe(1);
    expect(await inside('gate', datagram('10.9.0.30', 7000))).toBe('');
    await expect.poll(() => seen.length).toBe(2);
    await looked();
    expect(seen.map(({ node, to }) => `${node} ${to}`)).toEqual(['client remote', 'gate remote']);
  });

  it('go to receivers without a name too', async () => {
    seen = [];
    await inside('client', raw('10.7.0.10', '10.7.0.99', '9001'));
    await inside('client', raw('10.7.0.10', '10.7.0.20', '9001'));
    // Nobody has that address: the frame goes out once a neighbour answers, so only the second is sure to.
    await expect.poll(() => seen.map(({ to }) => to)).toContain('server');
  });

  it('stay bounded under a flood, in the kernel and in what is told', async () => {
    seen = [];
    const before = (await kernelTable()).length;
    const flood = raw('10.7.0.10', '10.7.0.11', '1 + $i % 50000', { count: 100_000 });
    expect(await inside('client', flood)).toBe('100000');
    await looked();
    expect(seen.length).toBeGreaterThan(0);
    // As many as are told apart, at each look of the seconds that it took.
    expect(seen.length).toBeLessThan(64 * 50);
    expect((await kernelTable()).length).toBeLessThan(before + 64 * 100);
    // What it filled up hides nothing.
    seen = [];
    await inside('client', raw('10.7.0.10', '10.7.0.11', '60000'));
    await expect.poll(() => seen).toMatchObject([{ node: 'client', to: 'other', protocol: 'tcp' }]);
    await inside('client', open('10.7.0.20', 9000));
    await expect.poll(() => seen.at(-1)).toMatchObject({ to: 'server', port: 9000 });
    expect(trouble).toEqual([]);
  });

  it('that were opened while nobody looked are told to who looks next, and what was told is not told again', async () => {
    await looked();
    await watch?.stop();
    seen = [];
    watch = await begin();
    await looked();
    expect(seen).toEqual([]);
    await watch?.stop();
    await inside('client', open('10.7.0.20', 9000));
    await looked();
    watch = await begin();
    await expect.poll(() => seen).toMatchObject([{ to: 'server', protocol: 'tcp', port: 9000 }]);
    expect(Date.now() - seen[0]!.at).toBeGreaterThan(800);
  });

  it('are told again when whoever was told failed', async () => {
    await looked();
    await watch?.stop();
    seen = [];
    let failures = 0;
    watch = await begin((one) => {
      if (failures++ === 0) throw new Error('the database is away');
      seen.push(one);
    });
    await inside('client', open('10.7.0.20', 9000));
    await expect.poll(() => seen.length).toBe(1);
    expect(trouble.splice(0)).toEqual(['connections are not seen: the database is away']);
  });

  it('are seen again after their node was reset, and when the table was taken away', async () => {
    seen = [];
    const reset = {
      ...desired,
      nodes: desired.nodes.map((node) => (node.name === 'client' ? { ...node, reset: 1 } : node)),
    };
    await t.converge(range, reset);
    await looked();
    await inside('client', open('10.7.0.20', 9000));
    await expect.poll(() => seen.length).toBe(1);
    await t.helper.run('nft delete table netdev vocr-seen', 10_000);
    await looked();
    await inside('client', open('10.7.0.20', 9000));
    await expect.poll(() => seen.length).toBe(2);
  });

  it('leave nothing behind when their range goes', async () => {
    await watch?.stop();
    await t.converge(range, undefined);
    await tidyWatches(t.helper);
    expect(await kernelTable()).not.toContain(range);
    expect((await t.helper.run('ls /var/lib/vocr/watches', 5_000)).stdout).not.toContain(range);
  });
});
