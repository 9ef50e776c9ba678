import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bridgeName, findNode, observe, plan, type DesiredRange } from '#range';
import { awaitNodes, connect, greeter, networkImages, networkScenario, wantedOf } from './network-fixture.js';
import { testInstallation } from './range-fixture.js';

const scenario = networkScenario(
  {
    lan: { cidr: '10.1.0.0/24', dns: '10.1.0.53' },
    dmz: { cidr: '10.2.0.0/24' },
    inner: { cidr: '10.3.0.0/24' },
    far: { cidr: '10.4.0.0/24' },
  },
  {
    client: { networks: { lan: { address: '10.1.0.10' } } },
    web: {
      networks: { dmz: { address: '10.2.0.20' } },
      names: ['www.bank.example'],
      capabilities: ['NET_RAW', 'NET_BIND_SERVICE'],
      command: greeter([80, 81]),
      ready: { tcp: { port: 81 } },
    },
    db: {
      networks: { inner: { address: '10.3.0.30' } },
      command: greeter([3306]),
      ready: { tcp: { port: 3306 } },
    },
    edge: {
      networks: { far: { address: '10.4.0.40' } },
      command: greeter([9000]),
      ready: { tcp: { port: 9000 } },
    },
    fw: {
      networks: {
        lan: { address: '10.1.0.1' },
        dmz: { address: '10.2.0.1' },
        inner: { address: '10.3.0.1' },
      },
      router: {
        rules: [
          { from: 'lan', to: 'dmz', protocol: 'tcp', ports: [80, '9000-9001'], action: 'accept' },
          { from: 'lan', to: 'dmz', protocol: 'udp', action: 'accept' },
          { from: 'lan', to: 'dmz', protocol: 'tcp', ports: [81], action: 'reject' },
          { from: 'dmz', to: 'inner', protocol: 'tcp', ports: [3306], source: 'web', action: 'accept' },
        ],
      },
    },
    fw2: {
      networks: { dmz: { address: '10.2.0.2' }, far: { address: '10.4.0.1' } },
      router: { forward: 'accept', masquerade: ['far'] },
    },
  },
);
// With two routers on the dmz, its node says which one leads it elsewhere.
scenario.nodes.web!.gateway = 'fw';

let t: Awaited<ReturnType<typeof testInstallation>>;
let images: Record<string, string>;
const wanted = (range: string): DesiredRange => {
  const desired = wantedOf(scenario, range, images);
  const mark = { path: '/srv/mark', content: Buffer.from(`mark of ${range}\n`), uid: 0, gid: 0, mode: 0o644 };
  return {
    ...desired,
    nodes: desired.nodes.map((n) => (n.name.startsWith('dns.') ? n : { ...n, files: [...n.files, mark] })),
  };
};
const ranges = ['rrrrrrrr', 'ssssssss'];

beforeAll(async () => {
  t = await testInstallation('router');
  images = await networkImages(t, scenario);
  await Promise.all(ranges.map((range) => t.converge(range, wanted(range))));
  for (const range of ranges) await awaitNodes(t, wanted(range));
});
afterAll(() => t.remove());

describe('a range with routers', () => {
  it('is as it must be, and a second look finds nothing to do', async () => {
    for (const range of ranges)
      expect(plan(wanted(range), await observe(t.engine, t.helper, range))).toEqual([]);
  });

  it('passes what a rule accepts, with its replies, and each range has its own', async () => {
    for (const range of ranges)
      expect(await t.inside(range, 'client', connect('10.2.0.20', 80))).toBe(`10.1.0.10 mark of ${range}`);
    expect(await t.inside('rrrrrrrr', 'web', connect('10.3.0.30', 3306))).toBe('10.2.0.20 mark of rrrrrrrr');
  });

  it('stops what no rule accepts, at once where it says so', async () => {
    const reject = await t.inside('rrrrrrrr', 'client', connect('10.2.0.20', 81));
    expect(reject).toMatch(/^no: .*refused/);
    expect(await t.inside('rrrrrrrr', 'client', connect('10.3.0.30', 3306))).toMatch(/^no: .*timeout/i);
    // Nor in the other direction: only replies pass.
    expect(await t.inside('rrrrrrrr', 'web', connect('10.1.0.10', 22))).toMatch(/^no: .*timeout/i);
    expect(await t.inside('rrrrrrrr', 'fw2', connect('10.3.0.30', 3306))).toMatch(/^no: .*timeout/i);
  });

  it('leads over two routers, under the address of the one that hides the sender', async () => {
    expect(await t.inside('rrrrrrrr', 'client', connect('10.4.0.40', 9000))).toBe(
      '10.4.0.1 mark of rrrrrrrr',
    );
    expect(await t.inside('rrrrrrrr', 'client', connect('10.4.0.40', 9001))).toMatch(/^no: .*refused/);
  });

  it('passes no packet on whose sender cannot be where it came from', async () => {
    const forge = (sources: string[]) =>
      `perl -MSocket -e 'socket(S, PF_INET, SOCK_RAW, 255) or die $!; my $u = pack("n4a4", 7777, 7777, 12, 0, "mark");
       for my $from (qw(${sources.join(' ')})) {
         my $p = pack("CCnnnCCna4a4", 0x45, 0, 32, 0, 0, 64, 17, 0, inet_aton($from), inet_aton("10.2.0.20")) . $u;
         send(S, $p, 0, sockaddr_in(0, inet_aton("10.2.0.20"))) or die $! for 1..3 }'`;
    const dmz = bridgeName('rrrrrrrr', 1);
    const seen = t.helper.run(
      `timeout 4 tcpdump -l -n -i ${dmz} udp port 7777 | awk '/7777/ {print $3}' | sort | uniq -c`,
      10_000,
    );
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const sources = ['10.1.0.10', '10.1.0.77', '10.3.0.30', '10.4.0.40', '127.0.0.1', '8.8.8.8'];
    expect(await t.inside('rrrrrrrr', 'client', forge(sources))).toBe('');
    const { stdout, stderr } = await seen;
    expect(stderr).toMatch(/\d+ packets captured/);
    // An address of the very network that it comes from can be anyone's there.
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.trim())
        .sort(),
    ).toEqual(['3 10.1.0.10.7777', '3 10.1.0.77.7777']);
  });

  it('reaches nothing beyond the range by way of a router', async () => {
    const host = (
      await t.helper.run('ip -4 -o addr show | awk \'{sub(/\\/.*/, "", $4); print $4}\'', 5_000)
    ).stdout
      .trim()
      .split('\n')
      .filter((address) => !address.startsWith('127.'));
    expect(host.length).toBeGreaterThan(0);
    for (const node of ['client', 'fw']) {
      for (const address of [...host, '1.1.1.1']) {
        expect(await t.inside('rrrrrrrr', node, connect(address, 22)), `${node} to ${address}`).toMatch(
          /^no: /,
        );
      }
    }
  });

  it("leaves the router's firewall to the platform: its own root cannot change it", async () => {
    const { container, pid } = (await findNode(t.engine, {
      installation: t.installation,
      range: 'rrrrrrrr',
      node: 'fw',
    }))!;
    expect(container).toBeTruthy();
    const rules = `nsenter --net=/proc/${pid}/ns/net -- iptables-save | grep -c -- '-A FORWARD'`;
    expect(Number((await t.helper.run(rules, 5_000)).stdout)).toBe(7);
    const change = 'for f in rp_filter accept_redirects; do echo 0 >/proc/sys/net/ipv4/conf/all/$f; done';
    expect(await t.inside('rrrrrrrr', 'fw', change)).toMatch(/Read-only|denied/);
    expect(
      await t.inside(
        'rrrrrrrr',
        'fw',
        'cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/conf/all/rp_filter',
      ),
    ).toBe('1\n1');
    expect(await t.inside('rrrrrrrr', 'client', 'cat /proc/sys/net/ipv4/ip_forward')).toBe('0');
  });

  it('holds a flood of connections through a router', async () => {
    const flood = `perl -MSocket -e 'for my $i (1..9000) { socket(my $s, PF_INET, SOCK_DGRAM, 17) or last; bind($s, sockaddr_in(1024 + $i, INADDR_ANY)); send($s, "x", 0, sockaddr_in(5000 + $i % 3000, inet_aton("10.2.0.20"))) }'`;
    await t.inside('rrrrrrrr', 'client', flood);
    const { pid } = (await findNode(t.engine, {
      installation: t.installation,
      range: 'rrrrrrrr',
      node: 'fw',
    }))!;
    const count = `nsenter --net=/proc/${pid}/ns/net -- cat /proc/${pid}/net/stat/nf_conntrack | awk 'NR == 2 {print $1}'`;
    const kept = parseInt((await t.helper.run(count, 5_000)).stdout, 16);
    expect(kept).toBeGreaterThan(1_000);
    expect(kept).toBeLessThan(5_000);
  });
});

describe("the range's own names", () => {
  const ask = (name: string, type = 'A') =>
    `perl -e 'use Socket; my ($n, $t) = @ARGV; socket(S, PF_INET, SOCK_DGRAM, 17) or die $!;
     my $q = pack("n6", 77, 0x100, 1, 0, 0, 0) . join("", map { chr(length) . $_ } split /\\./, $n) . "\\0" . pack("n n", $t, 1);
     send(S, $q, 0, sockaddr_in(53, inet_aton("10.1.0.53"))) or die $!;
     my $r = ""; vec($r, fileno(S), 1) = 1; select($r, undef, undef, 2) or do { print "silent"; exit }; recv(S, my $a, 512, 0);
     my (undef, $f, undef, $c) = unpack("n4", $a); print "code ", $f & 15, " answers $c", $c ? " " . ($t == 1 ? join(".", unpack("C4", substr($a, -4))) : substr($a, -22)) : ""' ${name} ${type === 'A' ? 1 : 12}`;

  it('are found by whoever asks the resolver, those of its network and what the author names beyond', async () => {
    expect(await t.inside('rrrrrrrr', 'client', 'getent hosts fw; getent hosts www.bank.example')).toMatch(
      /^10\.1\.0\.1\s+fw\n10\.2\.0\.20\s+www\.bank\.example$/,
    );
    expect(await t.inside('rrrrrrrr', 'client', ask('fw'))).toBe('code 0 answers 1 10.1.0.1');
    expect(await t.inside('rrrrrrrr', 'client', ask('WWW.bank.example'))).toBe('code 0 answers 1 10.2.0.20');
    expect(await t.inside('rrrrrrrr', 'client', ask('20.0.2.10.in-addr.arpa', 'PTR'))).toContain('bank');
    expect(await t.inside('rrrrrrrr', 'client', 'getent hosts 10.1.0.1')).toMatch(/^10\.1\.0\.1\s+fw$/);
  });

  it('are all that it answers', async () => {
    for (const name of ['db', 'web', 'example.net', 'www.bank.example.org', 'localhost'])
      expect(await t.inside('rrrrrrrr', 'client', ask(name))).toBe('code 3 answers 0');
    expect(await t.inside('rrrrrrrr', 'client', 'getent hosts example.net; echo $?')).toBe('2');
  });

  it('are back when the resolver was killed', async () => {
    const at = { installation: t.installation, range: 'rrrrrrrr', node: 'dns.lan' };
    const { pid } = (await findNode(t.engine, at))!;
    await t.helper.run(`kill -9 ${pid}`, 5_000);
    await expect.poll(async () => (await findNode(t.engine, at))?.ended).toBeDefined();
    expect(await t.inside('rrrrrrrr', 'client', ask('fw'))).toBe('silent');
    expect((await t.converge('rrrrrrrr', wanted('rrrrrrrr'))).map(({ kind }) => kind)).toEqual([
      'start-node',
      'prepare-nodes',
    ]);
    await awaitNodes(t, wanted('rrrrrrrr'));
    expect(await t.inside('rrrrrrrr', 'client', ask('fw'))).toBe('code 0 answers 1 10.1.0.1');
  });
});

describe('taken down', () => {
  it('a range with routers leaves nothing', async () => {
    for (const range of ranges) await t.converge(range, undefined);
    const { stdout } = await t.helper.run('ls /sys/class/net', 5_000);
    expect(ranges.filter((range) => stdout.includes(range))).toEqual([]);
  });
});
